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
package io.tsfile.core.wal;

import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.OutputFile;
import java.io.IOException;
import java.util.TreeMap;

/** The files of one writer: creates them, and deletes them once their rows are safe. Thread-safe. */
final class OwnSegments {
    private final FileStore store;
    private final WalHeader header;
    private final long run;
    /** Complete segments that are not deleted yet, by generation. */
    private final TreeMap<Long, String> complete = new TreeMap<>();

    private long current = -1;
    private long installed = -1;

    OwnSegments(FileStore store, WalHeader header, long run) {
        this.store = store;
        this.header = header;
        this.run = run;
    }

    /**
     * A new segment.
     *
     * @param file with the header, durable with its name
     * @param salt of its records
     */
    record Begun(OutputFile file, int salt) {}

    /** Makes sure that a generation can come next. */
    synchronized void check(long generation) {
        if (generation <= current) {
            throw new IllegalArgumentException("Cannot log generation " + generation + " after generation " + current
                    + ": generations ascend from 0");
        }
    }

    /** Begins a segment; the one before has come to its end. */
    synchronized Begun begin(long generation) throws IOException {
        check(generation);
        complete();
        LogBytes head = SegmentHead.encode(header, generation);
        OutputFile file = store.create(path(generation));
        try {
            file.write(head.array(), 0, head.size());
            file.sync();
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, file::abort);
            throw e;
        }
        current = generation;
        return new Begun(file, SegmentHead.salt(head));
    }

    /**
     * Notes that there will be no other segment.
     *
     * @param empty whether the last one has no record
     */
    synchronized void end(boolean empty) throws IOException {
        complete();
        deleteInstalled();
        if (empty) {
            store.delete(path(current));
        }
    }

    /** Deletes segments up to a generation; one that is still written to, when it comes to its end. */
    synchronized void installed(long generation) throws IOException {
        installed = Math.max(installed, generation);
        deleteInstalled();
    }

    /** Deletes the segments that are installed by now. */
    synchronized void deleteInstalled() throws IOException {
        // In ascending order: a crash leaves the later ones, as if they were installed later.
        while (!complete.isEmpty() && complete.firstKey() <= installed) {
            store.delete(complete.firstEntry().getValue());
            complete.pollFirstEntry();
        }
    }

    private void complete() {
        if (current >= 0) {
            complete.put(current, path(current));
        }
    }

    private String path(long generation) {
        return new SegmentName(run, header.writer(), generation).path();
    }
}
