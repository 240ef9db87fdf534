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
package io.tsfile.core.scan;

import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.vector.LongVector;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Tells of the rows of a task which files they come from: of each row, the newest file that holds something of it that is seen. Not
 * thread-safe.
 *
 * <p>The merge does not tell it, because it takes values by ranges, and those of one row from several files. So the times of every
 * file are read once more, without its values, side by side with the merged rows; where a task has one file, nothing is read.
 */
public final class RowOrigins implements Closeable {
    private final boolean single;
    private final List<FileRows> files = new ArrayList<>();
    private int[] origins = {};

    /**
     * Opens the task's files once more.
     *
     * @param store the task's location; stays the caller's
     * @param batchRows times to read at once
     */
    public RowOrigins(FileStore store, ScanTask task, int batchRows) throws IOException {
        this.single = task.files().size() == 1;
        try {
            for (LiveFile file : single ? List.<LiveFile>of() : task.files()) {
                ScanTask times = new ScanTask(
                        task.location(),
                        task.schema(),
                        new ArrayList<>(),
                        task.cut(),
                        task.devices(),
                        new ArrayList<>(List.of(file)));
                files.add(new FileRows(new SectionReader(store, times, batchRows)));
            }
        } catch (IOException | RuntimeException e) {
            Cleanup.closeAfter(e, this);
            throw e;
        }
    }

    /**
     * The places, among the task's files, of the files that the rows of a batch come from.
     *
     * @param device of the batch; batches come in the order in which {@link SectionReader} gives them, perhaps not all of them
     * @param times of its rows
     * @return one place per row, at least; valid until the next call
     */
    public int[] find(IDeviceID device, LongVector times) throws IOException {
        if (origins.length < times.size()) {
            origins = new int[times.size()];
        }
        Arrays.fill(origins, 0, times.size(), single ? 0 : -1);
        for (int place = 0; place < files.size(); place++) {
            files.get(place).mark(place, device, times, origins);
        }
        return origins;
    }

    @Override
    public void close() throws IOException {
        Cleanup.closeAll(files.stream().map(file -> file.reader).toList());
    }

    /** Where the rows of one file are. */
    private static final class FileRows {
        private final SectionReader reader;
        private boolean ended;
        private int position;
        private int end;

        FileRows(SectionReader reader) {
            this.reader = reader;
        }

        /** Writes the file's place to all rows that it has something of: files come in the order of their versions. */
        void mark(int place, IDeviceID device, LongVector times, int[] origins) throws IOException {
            int row = 0;
            while (row < times.size() && isAt(device)) {
                long[] own = reader.times().values();
                while (position < end && row < times.size()) {
                    long time = times.get(row);
                    if (own[position] == time) {
                        origins[row] = place;
                    }
                    boolean behind = own[position] >= time;
                    position += own[position] <= time ? 1 : 0;
                    row += behind ? 1 : 0;
                }
            }
        }

        /** Moves to the next row of the device, or says that there is none. */
        private boolean isAt(IDeviceID device) throws IOException {
            while (!ended && (position == end || reader.device().compareTo(device) < 0)) {
                ended = !reader.next();
                position = 0;
                end = ended ? 0 : reader.times().size();
            }
            return !ended && reader.device().equals(device);
        }
    }
}
