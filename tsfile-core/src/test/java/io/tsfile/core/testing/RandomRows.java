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
package io.tsfile.core.testing;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Rows as real jobs send them: mostly in order, some late, some twice, with nulls and extreme values. */
public final class RandomRows {
    private final TableSchema schema;
    private final Random random;
    private final List<IDeviceID> devices;
    private long now;

    /** A row and its key. */
    public record KeyedRow(IDeviceID device, long time, ObjectRow row) {}

    /** A source of rows; the same seed gives the same rows. */
    public RandomRows(TableSchema schema, long seed, int devices) {
        this.schema = schema;
        this.random = new Random(seed);
        this.devices = devices(schema, devices);
    }

    /** All types, in the table model, with two tags. */
    public static TableSchema tableOfAllTypes() {
        List<Column> columns = new ArrayList<>(List.of(Column.tag("site"), Column.tag("machine")));
        columns.addAll(fieldsOfAllTypes());
        return TableSchema.ofTable("sensors", columns);
    }

    /** All types, in the tree model. */
    public static TableSchema treeOfAllTypes() {
        return TableSchema.ofTree("fleet", fieldsOfAllTypes());
    }

    /** The next row. */
    public KeyedRow next() {
        now += 1 + random.nextInt(3);
        int kind = random.nextInt(100);
        long time = kind < 80 ? now : kind < 95 ? now - random.nextInt(50) : now - random.nextInt(2000);
        IDeviceID device = devices.get(random.nextInt(devices.size()));
        @Nullable Object[] values = new Object[schema.fields().size()];
        boolean empty = random.nextInt(50) == 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = empty || random.nextInt(5) == 0
                    ? null
                    : value(schema.fields().get(i).type());
        }
        return new KeyedRow(device, time, ObjectRow.of(values));
    }

    private Object value(TSDataType type) {
        boolean extreme = random.nextInt(40) == 0;
        return switch (type) {
            case BOOLEAN -> random.nextBoolean();
            case INT32 -> extreme ? Integer.MIN_VALUE : random.nextInt(1000);
            case DATE -> 20_240_101 + random.nextInt(28);
            case INT64, TIMESTAMP -> extreme ? Long.MIN_VALUE : random.nextLong(1_000_000);
            case FLOAT -> extreme ? Float.NaN : random.nextInt(1000) / 10f;
            case DOUBLE -> extreme ? (random.nextBoolean() ? -0.0 : Double.NaN) : random.nextInt(10000) / 100.0;
            default -> ObjectRow.Bytes.of(extreme ? new byte[0] : text().getBytes(StandardCharsets.UTF_8));
        };
    }

    private String text() {
        return "v" + random.nextInt(100) + (random.nextInt(10) == 0 ? "\u00e4\ud83d\ude00" : "");
    }

    private static List<IDeviceID> devices(TableSchema schema, int count) {
        List<IDeviceID> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            devices.add(
                    schema.model() == TableModel.TREE
                            ? Devices.ofPath("root.fleet.r" + i % 2 + ".d" + i)
                            : Devices.ofTable(schema.name(), i % 3 == 0 ? null : "site" + i % 2, "m" + i));
        }
        return devices;
    }

    private static List<Column> fieldsOfAllTypes() {
        return List.of(
                Column.field("b", TSDataType.BOOLEAN),
                Column.field("i", TSDataType.INT32),
                Column.field("l", TSDataType.INT64),
                Column.field("f", TSDataType.FLOAT),
                Column.field("d", TSDataType.DOUBLE),
                Column.field("t", TSDataType.TEXT),
                Column.field("s", TSDataType.STRING),
                Column.field("x", TSDataType.BLOB),
                Column.field("day", TSDataType.DATE),
                Column.field("at", TSDataType.TIMESTAMP));
    }
}
