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
package io.tsfile.core.compact;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.MergeFiles;
import io.tsfile.core.merge.NewestWins;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Compares every value of a task's outputs with those of its inputs, merged once more (R2). Not thread-safe. */
final class ValueCheck {
    private final TableSchema schema;
    private final CompactionTask task;

    private ValueCheck(TableSchema schema, CompactionTask task) {
        this.schema = schema;
        this.task = task;
    }

    /**
     * Compares.
     *
     * @param from where the inputs are
     * @param to where the outputs are
     * @throws CorruptTsFileException for the first value that differs, with device, column and time
     */
    static void check(FileStore from, FileStore to, TableSchema schema, CompactionTask task, List<DataFile> outputs)
            throws IOException {
        try (MergeFiles before = MergeFiles.openCut(from, schema, task.inputs(), task.cut());
                MergeFiles after = MergeFiles.open(to, schema, LiveFile.of(outputs))) {
            new ValueCheck(schema, task).compare(new DeviceMerge(before.inputs()), new DeviceMerge(after.inputs()));
        }
    }

    private void compare(DeviceMerge before, DeviceMerge after) throws IOException {
        boolean more = after.nextDevice();
        while (before.nextDevice()) {
            boolean written = more && after.device().equals(before.device());
            for (Track track : Track.of(before.device(), before.aligned(), schema.fields())) {
                MergedRows expected = rows(before, track, task.cut().times());
                if (!written) {
                    if (expected.next()) {
                        throw wrong(before.device(), expected.time(), "the outputs do not have it");
                    }
                } else {
                    compare(track, expected, rows(after, track, TimeRange.ALL));
                }
            }
            if (written) {
                more = after.nextDevice();
            }
        }
        if (more) {
            throw new CorruptTsFileException(
                    name() + ": the outputs have device " + after.device() + ", which the inputs do not have");
        }
    }

    private void compare(Track track, MergedRows expected, MergedRows found) throws IOException {
        boolean more = found.next();
        while (expected.next()) {
            if (!more || found.time() != expected.time()) {
                throw wrong(track.device(), expected.time(), "the outputs do not have it");
            }
            for (int i = 0; i < track.columns().size(); i++) {
                if (!expected.sameValue(i, found)) {
                    String column = track.columns().get(i).name();
                    throw wrong(track.device(), expected.time(), "column '" + column + "' has another value");
                }
            }
            more = found.next();
        }
        if (more) {
            throw wrong(track.device(), found.time(), "the inputs do not have it");
        }
    }

    private static MergedRows rows(DeviceMerge devices, Track track, TimeRange range) {
        List<TSDataType> types = track.columns().stream().map(Column::type).toList();
        return new MergedRows(
                track.aligned()
                        ? devices.rows(track.names(), types, range)
                        : devices.points(track.names().get(0), types.get(0), range));
    }

    private CorruptTsFileException wrong(IDeviceID device, long time, String what) {
        return new CorruptTsFileException(name() + ": device " + device + ", time " + time + ": " + what);
    }

    private String name() {
        return "Cannot use what a compaction of table '" + schema.name() + "' wrote";
    }

    /** Goes through merged rows one by one. */
    private static final class MergedRows {
        private static final int BATCH = 4096;

        private final NewestWins rows;
        private int position = -1;

        MergedRows(NewestWins rows) {
            this.rows = rows;
        }

        boolean next() throws IOException {
            position++;
            if (position < rows.times().size()) {
                return true;
            }
            position = 0;
            return rows.next(BATCH);
        }

        long time() {
            return rows.times().get(position);
        }

        boolean sameValue(int field, MergedRows other) {
            return rows.values(field).sameValue(position, other.rows.values(field), other.position);
        }
    }
}
