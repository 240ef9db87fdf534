/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.tsfile.core.table;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a table's log. Thread-safe. */
final class TableLog {
    /** The folder of all that is not data. */
    static final String ROOT = "_tsfile";

    /** The folder of the entries. */
    static final String FOLDER = ROOT + "/log";

    /** The number of the commit that makes a table. */
    static final long FIRST = 1;

    private static final Pattern ENTRY = Pattern.compile("(\\d{20})\\.json");
    private static final Pattern CHECKPOINT = Pattern.compile("(\\d{20})\\.checkpoint");
    private static final Pattern PART = Pattern.compile("\\d{20}\\.checkpoint\\.[0-9a-f-]{36}\\.\\d{4,9}");

    private final FileStore store;

    TableLog(FileStore store) {
        this.store = store;
    }

    static String path(long number) {
        return String.format("%s/%020d.json", FOLDER, number);
    }

    static String checkpointPath(long number) {
        return String.format("%s/%020d.checkpoint", FOLDER, number);
    }

    /** Whether a file of that name in the log's folder is a part of a checkpoint. */
    static boolean isPart(String name) {
        return PART.matcher(name).matches();
    }

    /** The number of the checkpoint that a part was written for. */
    static long checkpointOf(StoredFile part) {
        int name = FOLDER.length() + 1;
        return Long.parseLong(part.path().substring(name, name + 20));
    }

    /** What is there; other files in the folder are not the log's business. */
    LogListing list() throws IOException {
        NavigableMap<Long, StoredFile> entries = new TreeMap<>();
        NavigableMap<Long, StoredFile> checkpoints = new TreeMap<>();
        List<StoredFile> parts = new ArrayList<>();
        for (StoredFile file : store.list(FOLDER, false)) {
            String name = file.path().substring(FOLDER.length() + 1);
            Matcher entry = ENTRY.matcher(name);
            Matcher checkpoint = CHECKPOINT.matcher(name);
            if (entry.matches()) {
                entries.put(number(entry.group(1), file), file);
            } else if (checkpoint.matches()) {
                checkpoints.put(number(checkpoint.group(1), file), file);
            } else if (isPart(name)) {
                number(name.substring(0, 20), file);
                parts.add(file);
            }
        }
        return new LogListing(entries, checkpoints, List.copyOf(parts));
    }

    Optional<StoredFile> status(long number) throws IOException {
        return store.status(path(number));
    }

    /**
     * Reads an entry.
     *
     * @throws FileNotFoundException if there is none: it was never made, or it was cleaned up
     */
    LogEntry read(long number) throws IOException {
        String path = path(number);
        return LogEntryCodec.decode(number, store.read(path), store.location().uri() + "/" + path);
    }

    /**
     * Makes an entry durable that is there: the process that made it may have stopped before it was. A create that finds its file
     * does that; it never creates one, because the file is there. An entry that was cleaned up is in a checkpoint, which is durable.
     */
    void makeDurable(long number) throws IOException {
        String path = path(number);
        try {
            store.createIfAbsent(path, store.read(path));
        } catch (FileNotFoundException e) {
            if (list().checkpoints().tailMap(number).isEmpty()) {
                throw e;
            }
        }
    }

    private TsFileConnectorException noEntry(StoredFile file) {
        return new TsFileConnectorException("Cannot read the log of table "
                + store.location().uri() + ": " + file.path() + " has a number that no commit has; move the file away");
    }

    private long number(String digits, StoredFile file) {
        try {
            long number = Long.parseLong(digits);
            if (number >= FIRST) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw noEntry(file);
        }
        throw noEntry(file);
    }
}
