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
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
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

    private static final Pattern ENTRY = Pattern.compile(FOLDER + "/(\\d{20})\\.json");

    private final FileStore store;

    TableLog(FileStore store) {
        this.store = store;
    }

    static String path(long number) {
        return String.format("%s/%020d.json", FOLDER, number);
    }

    /** The entries that are there, by number; other files in the folder are not the log's business. */
    SortedMap<Long, StoredFile> list() throws IOException {
        SortedMap<Long, StoredFile> entries = new TreeMap<>();
        for (StoredFile file : store.list(FOLDER, false)) {
            Matcher name = ENTRY.matcher(file.path());
            if (name.matches()) {
                entries.put(number(name.group(1), file), file);
            }
        }
        return entries;
    }

    Optional<StoredFile> status(long number) throws IOException {
        return store.status(path(number));
    }

    LogEntry read(long number) throws IOException {
        String path = path(number);
        return LogEntryCodec.decode(number, store.read(path), store.location().uri() + "/" + path);
    }

    /**
     * Makes an entry durable that is there: the process that made it may have stopped before it was. A create that finds its file
     * does that; it never creates one, because the file is there.
     */
    void makeDurable(long number) throws IOException {
        String path = path(number);
        store.createIfAbsent(path, store.read(path));
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
