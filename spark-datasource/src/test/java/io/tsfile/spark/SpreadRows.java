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
package io.tsfile.spark;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Rows over some days around 1970-01-01, of six devices, some with tags that are null or empty: mostly in order, some late, with values
 * that grow with time, so that statistics tell something, and with nulls, NaN, both zeros and empty texts.
 */
final class SpreadRows {
    static final int DEVICES = 6;
    private static final long STEP = 7 * 60_000L;
    private static final int LATE_STEPS = 600;

    private final TableSchema schema;
    private final Random random;
    private long now = -6 * 3_600_000L;

    /** A source of rows in milliseconds; the same seed gives the same rows. */
    SpreadRows(TableSchema schema, long seed) {
        this.schema = schema;
        this.random = new Random(seed);
    }

    /** The time of the last row that was not late. */
    long now() {
        return now;
    }

    /** The next rows. */
    TestTable.KeyedRow[] next(int count) {
        return Stream.generate(this::next).limit(count).toArray(TestTable.KeyedRow[]::new);
    }

    private TestTable.KeyedRow next() {
        now += STEP / 4 + random.nextInt((int) STEP) / 1000 * 1000L;
        int kind = random.nextInt(100);
        long late = kind < 80 ? 0 : random.nextInt(kind < 95 ? 30 : LATE_STEPS) * STEP;
        long time = random.nextInt(4) == 0 ? (now - late) / STEP * STEP : now - late;
        boolean empty = random.nextInt(50) == 0;
        List<@Nullable Object> values = new ArrayList<>();
        for (Column field : schema.fields()) {
            values.add(empty || random.nextInt(5) == 0 ? null : value(field.type(), time));
        }
        return TestTable.row(device(schema, random.nextInt(DEVICES)), time, values.toArray());
    }

    static IDeviceID device(TableSchema schema, int number) {
        if (schema.model() == TableModel.TREE) {
            return Devices.ofPath("root.fleet.r" + number % 2 + (number == 3 ? "-x" : "") + ".d" + number);
        }
        return switch (number) {
            case 0 -> Devices.ofTable(schema.name(), null, "m0");
            case 5 -> Devices.ofTable(schema.name(), "", null);
            default -> Devices.ofTable(schema.name(), "site" + number % 2, "m" + number / 3);
        };
    }

    private Object value(TSDataType type, long time) {
        boolean odd = random.nextInt(60) == 0;
        int growing = (int) (time / STEP / 4 % 500);
        return switch (type) {
            case BOOLEAN -> random.nextBoolean();
            case INT32 -> odd ? -1 : growing + random.nextInt(500);
            case DATE -> odd ? 9999_12_31 : 1970_01_01 + random.nextInt(9);
            case INT64 -> odd ? Integer.MAX_VALUE * 1000L : random.nextLong(1000);
            case TIMESTAMP -> time + (random.nextInt(3) - 1L) * random.nextInt(100) * STEP;
            case FLOAT -> odd ? Float.NaN : random.nextInt(1000) / 10f;
            case DOUBLE ->
                odd ? List.of(-0.0, Double.NaN, 0.0).get(random.nextInt(3)) : (growing + random.nextInt(500)) / 10.0;
            default ->
                ObjectRow.Bytes.of(
                        (odd ? "" : "v" + random.nextInt(100) + (random.nextInt(10) == 0 ? "\u00e4\ud83d\ude00" : ""))
                                .getBytes(StandardCharsets.UTF_8));
        };
    }
}
