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
package io.tsfile.core.writer;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.wal.WalHeader;
import io.tsfile.core.wal.WalSegment;
import io.tsfile.core.wal.WriteAheadLog;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to the table what earlier writers logged and did not get there. A segment's commit has the id that its own writer would
 * have given it, so wherever this or that process ended, its rows are in the table once:
 *
 * <pre>
 * logged, not committed             committed here under (writer, generation), then deleted
 * committed, segment not deleted    the table knows (writer, generation), or a later one: deleted
 * </pre>
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final TableFiles files;
    private final WriteAheadLog wal;

    Leftovers(TableFiles files, WriteAheadLog wal) {
        this.files = files;
        this.wal = wal;
    }

    /**
     * Commits and deletes all segments.
     *
     * @param aligned whether the new writer's devices are aligned
     * @throws TsFileConnectorException if one is of another table, or of other columns; nothing is done then
     * @throws IOException if it failed, and may be done again
     */
    void recover(boolean aligned) throws IOException {
        List<WalSegment> segments = wal.leftovers();
        for (WalSegment segment : segments) {
            check(segment, aligned);
        }
        for (WalSegment segment : segments) {
            OptionalLong committed = files.table().committed(segment.header().writer());
            if (committed.isEmpty() || committed.getAsLong() < segment.generation()) {
                commit(segment);
            }
            wal.delete(segment);
        }
    }

    private void commit(WalSegment segment) throws IOException {
        MemTable rows = new MemTable(segment.header().schema(), segment.header().aligned());
        wal.replay(segment, rows);
        if (rows.isEmpty()) {
            return;
        }
        try (FlushEngine engine = files.engine()) {
            engine.flush(List.of(rows));
            files.commit(segment.header().writer(), segment.generation(), "recovered", engine.finish());
        }
        LOG.info(
                "Recovered {} rows of {} from the write-ahead log: writer {}, generation {}",
                rows.rows(),
                files.table().store().location().uri(),
                segment.header().writer(),
                segment.generation());
    }

    private void check(WalSegment segment, boolean aligned) {
        TableMetadata metadata = files.metadata();
        WalHeader header = segment.header();
        if (!header.table().equals(metadata.id())) {
            throw refused(
                    segment,
                    "is of table " + header.table() + " ('"
                            + header.schema().name() + "'), and this is table " + metadata.id()
                            + ". Give each table a log folder of its own; if that table is gone for good, delete the"
                            + " log's folder");
        }
        if (!header.schema().equals(metadata.schema())) {
            throw refused(
                    segment,
                    "has rows of other columns than the table has now: " + header.schema()
                            + ", and now " + metadata.schema()
                            + ". Recover it with the version and schema that wrote it, or delete the log's folder and"
                            + " lose its rows");
        }
        if (header.aligned() != aligned) {
            throw refused(
                    segment,
                    "has rows of devices that are " + (header.aligned() ? "" : "not ")
                            + "aligned. Open the writer with aligned = " + header.aligned()
                            + " once, and close it; then change it");
        }
    }

    private TsFileConnectorException refused(WalSegment segment, String why) {
        return new TsFileConnectorException("Cannot open a writer of "
                + files.table().store().location().uri() + ": segment " + segment.path()
                + " of its write-ahead log " + why);
    }
}
