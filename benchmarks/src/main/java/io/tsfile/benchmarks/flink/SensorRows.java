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
package io.tsfile.benchmarks.flink;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.Collector;
import org.apache.tsfile.enums.TSDataType;

/**
 * The rows of every job: a thousand devices with ten sensors that walk randomly. Each generating subtask has devices of its own,
 * which report in turn, in order of time.
 *
 * <p>The generator is not what is measured, so it is cheap: a device has one row, whose values change.
 *
 * @param count how many there are, the same for each device
 * @param decimals of the values; -1 for as many as a double has
 * @param generators subtasks that make them
 */
record SensorRows(long count, int decimals, int generators) implements Serializable {
    static final int DEVICES = 1000;
    static final int SENSORS = 10;

    private static final long SEED = 11;
    private static final double MEAN = 100;
    private static final double SPREAD = 20;
    private static final double DEVIATION = 0.1;
    private static final long FIRST_MILLIS = 1_700_000_000_000L;
    private static final long STEP_MILLIS = 1000;

    static final RowType TYPE = type();
    static final TableSchema SCHEMA = schema();

    SensorRows {
        if (count % DEVICES != 0 || DEVICES % generators != 0) {
            throw new IllegalArgumentException("Cannot have " + count + " rows of " + generators
                    + " generators: each of them has as many of the " + DEVICES + " devices, and these as many rows");
        }
    }

    /** As a stream of a job whose parallelism is {@link #generators}. */
    DataStream<RowData> stream(StreamExecutionEnvironment environment) {
        return environment
                .fromSequence(0, generators * turns() - 1)
                .flatMap(new Walk(this))
                .returns(InternalTypeInfo.of(TYPE))
                .name("Rows");
    }

    /** How often each device reports. */
    private long turns() {
        return count / DEVICES;
    }

    /** Makes the rows of a generator: of each number a turn of its devices. Its numbers follow each other. */
    private static final class Walk extends RichFlatMapFunction<Long, RowData> {
        private static final int STEPS = 1 << 12;

        private final SensorRows rows;
        private transient double[] steps;
        private transient double[] values;
        private transient SensorRow[] devices;
        private transient double unit;
        private transient long random;

        @SuppressWarnings({"NullAway.Init", "initialization"}) // open sets what is transient
        private Walk(SensorRows rows) {
            this.rows = rows;
        }

        @Override
        public void open(OpenContext context) {
            Random gauss = new Random(SEED);
            steps = gauss.doubles(STEPS)
                    .map(unused -> gauss.nextGaussian() * DEVIATION)
                    .toArray();
            values = new double[DEVICES * SENSORS];
            Arrays.setAll(values, unused -> MEAN + gauss.nextGaussian() * SPREAD);
            devices = new SensorRow[DEVICES];
            Arrays.setAll(devices, device -> new SensorRow("device-" + device, SENSORS));
            unit = Math.pow(10, rows.decimals);
            random = SEED;
        }

        @Override
        public void flatMap(Long number, Collector<RowData> out) {
            int own = DEVICES / rows.generators;
            int generator = (int) (number / rows.turns());
            long time = FIRST_MILLIS + number % rows.turns() * STEP_MILLIS;
            for (int device = generator * own; device < (generator + 1) * own; device++) {
                SensorRow row = devices[device];
                row.setTime(time);
                for (int sensor = 0; sensor < SENSORS; sensor++) {
                    row.setValue(sensor, next(device * SENSORS + sensor));
                }
                out.collect(row);
            }
        }

        private double next(int series) {
            // Marsaglia's xorshift: cheap, so that the generator is not what is measured.
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            values[series] += steps[(int) (random >>> 32) & (STEPS - 1)];
            return rows.decimals < 0 ? values[series] : Math.rint(values[series] * unit) / unit;
        }
    }

    private static RowType type() {
        List<RowType.RowField> fields = new ArrayList<>();
        fields.add(new RowType.RowField("device", new VarCharType(VarCharType.MAX_LENGTH)));
        fields.add(new RowType.RowField("time", new BigIntType()));
        for (int sensor = 0; sensor < SENSORS; sensor++) {
            LogicalType value = new DoubleType();
            fields.add(new RowType.RowField("s" + sensor, value));
        }
        return new RowType(fields);
    }

    private static TableSchema schema() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.tag("device"));
        for (int sensor = 0; sensor < SENSORS; sensor++) {
            columns.add(Column.field("s" + sensor, TSDataType.DOUBLE));
        }
        return TableSchema.ofTable("sensors", columns);
    }
}
