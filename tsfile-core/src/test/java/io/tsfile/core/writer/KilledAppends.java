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

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * The appends of one thread of a process that is killed: number i is the same whenever it is made, so that who is left can
 * tell what must be in the table. Each leaves a value that no other one does.
 */
final class KilledAppends {
    static final TableSchema SCHEMA = TableSchema.ofTable(
            "killed",
            List.of(
                    Column.tag("thread"),
                    Column.field("number", TSDataType.INT64),
                    Column.field("half", TSDataType.DOUBLE)));
    private static final int HALF = 1;
    /** So few that most appends replace a value. */
    private static final int TIMES = 150;

    private static final int BATCH = 3;

    private final IDeviceID device;
    private final int thread;
    private final long seed;

    KilledAppends(int thread, long seed) {
        this.device = Devices.ofTable("killed", "t" + thread);
        this.thread = thread;
        this.seed = seed;
    }

    /** Makes append number {@code i}. */
    void make(long i, TsFileWriter writer) throws IOException {
        switch (kind(i)) {
            case 0 -> writer.append(device, HALF, time(i, 0), ObjectRow.of(null, i / 2.0));
            case 1 -> {
                LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, BATCH);
                LongVector numbers = (LongVector) Vector.of(TSDataType.INT64, BATCH);
                DoubleVector halves = (DoubleVector) Vector.of(TSDataType.DOUBLE, BATCH);
                for (int row = 0; row < BATCH; row++) {
                    times.append(time(i, row));
                    numbers.append(i);
                    halves.append(row);
                }
                writer.append(device, times, new Vector[] {numbers, halves});
            }
            default -> writer.append(device, time(i, 0), ObjectRow.of(i, null));
        }
    }

    /** What append number {@code i} changes. */
    void putInto(Oracle oracle, long i) {
        switch (kind(i)) {
            case 0 -> oracle.put(device, time(i, 0), ObjectRow.of(null, i / 2.0));
            case 1 -> {
                for (int row = 0; row < BATCH; row++) {
                    oracle.put(device, time(i, row), ObjectRow.of(i, (double) row));
                }
            }
            default -> oracle.put(device, time(i, 0), ObjectRow.of(i, null));
        }
    }

    /** Whether a line of {@link Oracle#scan} is of this thread. */
    boolean owns(String line) {
        return line.startsWith(device + "@");
    }

    private int kind(long i) {
        return new SplittableRandom(seed + i).nextInt(4);
    }

    private long time(long i, int row) {
        return new SplittableRandom(seed ^ (i * 31 + row) ^ ((long) thread << 48)).nextInt(TIMES);
    }
}
