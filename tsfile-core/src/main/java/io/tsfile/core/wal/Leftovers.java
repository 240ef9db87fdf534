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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier runs left in the log's folder.
 *
 * @param segments in the order of their records
 * @param empty paths of files whose writer never came to its first record
 * @param nextRun above that of all writers that left a file
 */
record Leftovers(List<WalSegment> segments, List<String> empty, long nextRun) {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    /**
     * Reads all segments.
     *
     * @throws TsFileConnectorException if one is damaged, or the folder holds another file
     */
    static Leftovers find(FileStore store) throws IOException {
        List<WalSegment> segments = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        TreeSet<SegmentName> names = names(store);
        @Nullable UUID next = null;
        // From the back: the last segment of a writer may end in the middle of a record, the others may not.
        for (SegmentName name : names.descendingSet()) {
            boolean last = !name.writer().equals(next);
            next = name.writer();
            Optional<WalSegment> segment = check(store, name, last);
            if (segment.isPresent()) {
                segments.add(0, segment.get());
            } else {
                empty.add(name.path());
            }
        }
        return new Leftovers(segments, empty, names.isEmpty() ? 1 : names.last().run() + 1);
    }

    private static TreeSet<SegmentName> names(FileStore store) throws IOException {
        TreeSet<SegmentName> names = new TreeSet<>();
        for (StoredFile file : store.list("", false)) {
            if (file.path().startsWith(".")) {
                continue;
            }
            names.add(SegmentName.parse(file.path())
                    .orElseThrow(() -> new TsFileConnectorException("Cannot keep a write-ahead log in "
                            + store.location().uri() + ": file '" + file.path()
                            + "' is none of its segments. Give the log a folder of its own, or move the file away")));
        }
        return names;
    }

    private static Optional<WalSegment> check(FileStore store, SegmentName name, boolean last) throws IOException {
        Optional<SegmentReader> opened = SegmentReader.open(store, name);
        if (opened.isEmpty()) {
            if (!last) {
                throw SegmentReader.damage(
                        name.path(), 0, "its header is cut off, although its writer went on to another segment", null);
            }
            return Optional.empty();
        }
        try (SegmentReader reader = opened.get()) {
            while (reader.next().isPresent()) {
                // Only to see whether it is whole.
            }
            if (reader.goesOnBehindItsEnd()) {
                throw reader.damage(reader.position(), "bytes follow the mark that nothing follows", null);
            }
            if (!reader.isComplete() && !last) {
                throw reader.damage(
                        reader.position(),
                        reader.cutBytes() == 0
                                ? "the mark of its end is missing, although its writer went on to another segment"
                                : "this record is damaged, and its writer went on to another segment after this one was"
                                        + " complete",
                        null);
            }
            if (reader.cutBytes() > 0) {
                if (reader.wasDurableBeyond()) {
                    throw reader.damage(
                            reader.position(),
                            "this record is damaged, and was durable once, as a later one says",
                            null);
                }
                LOG.warn(
                        "The last {} bytes of segment {} are no whole record and are left out: they were not yet"
                                + " durable when its writer ended",
                        reader.cutBytes(),
                        name.path());
            }
            return Optional.of(new WalSegment(
                    reader.head().header(), name.generation(), name.path(), reader.position() + reader.cutBytes()));
        }
    }
}
