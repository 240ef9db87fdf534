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
package io.tsfile.flink.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.flush.memtable.DeviceBatches;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.RandomRows.KeyedRow;
import io.tsfile.core.vector.Vector;
import io.tsfile.core.vector.VectorBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedRowsTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "t",
            List.of(
                    Column.tag("d"),
                    Column.field("v", TSDataType.DOUBLE),
                    Column.field("s", TSDataType.STRING),
                    Column.field("b", TSDataType.BOOLEAN)));

    @Test
    void writesFullRowsAsItAlwaysDid() throws IOException {
        DeviceBatches rows = new DeviceBatches(SCHEMA, 1 << 20);
        rows.append(Devices.ofTable("t", "m"), 1_000, ObjectRow.of(1.5, text("ab"), true));
        rows.append(Devices.ofTable("t", "m"), 999, ObjectRow.of(-0.0, text(""), false));

        assertThat(hex(Packed.all(rows).get(0)))
                .isEqualTo("0100003c750000003f000000020000000174000000016d0000000201e803000000000000e7030000"
                        + "00000000000000000000f83f0000000000000080020000000000000061620100");
    }

    @Test
    void writesNullsAndDeletesAsItAlwaysDid() throws IOException {
        DeviceBatches rows = new DeviceBatches(SCHEMA, 1 << 20);
        rows.append(Devices.ofTable("t", "m"), 1, ObjectRow.of(1.5, null, null));
        rows.delete(Devices.ofTable("t", "m"), 2);
        rows.append(Devices.ofTable("t", "m"), 3, ObjectRow.of(2.5, text("a"), null));

        assertThat(hex(Packed.all(rows).get(0)))
                .isEqualTo("0100003c7500000051000000020000000174000000016d0000000302010000000000000002000000"
                        + "00000000030000000000000040020000000000000001a0000000000000f83f000000000000044001"
                        + "00000001200100000061");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 300})
    void bringsAllTypesAndNullsOver(int devices) throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (TableSchema schema : List.of(RandomRows.tableOfAllTypes(), RandomRows.treeOfAllTypes())) {
            RandomRows source = new RandomRows(schema, seed, devices);
            DeviceBatches rows = new DeviceBatches(schema, 1 << 20);
            Map<IDeviceID, List<String>> sent = new HashMap<>();
            Map<IDeviceID, List<String>> received = new HashMap<>();
            RowUnpacker unpacker = new RowUnpacker(schema);
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 300; i++) {
                    KeyedRow row = source.next();
                    List<String> lines = sent.computeIfAbsent(row.device(), d -> new ArrayList<>());
                    if (random.nextInt(40) == 0) {
                        rows.delete(row.device(), row.time());
                        lines.add("-" + row.time());
                    } else {
                        rows.append(row.device(), row.time(), row.row());
                        lines.add(row.time() + text(schema, row.row()));
                    }
                }
                for (PackedRows packed : Packed.all(rows)) {
                    unpack(copy(packed), unpacker, schema, received);
                }
            }
            assertThat(received).isEqualTo(sent);
        }
    }

    private static void unpack(
            PackedRows packed, RowUnpacker unpacker, TableSchema schema, Map<IDeviceID, List<String>> received)
            throws IOException {
        IDeviceID device = unpacker.read(packed);
        assertThat(packed.bucket()).isEqualTo(BucketRange.bucket(device));
        List<String> lines = received.computeIfAbsent(device, d -> new ArrayList<>());
        int delete = unpacker.nextDelete(0);
        for (int row = 0; row < unpacker.times().size(); row++) {
            long time = unpacker.times().get(row);
            if (row == delete) {
                lines.add("-" + time);
                delete = unpacker.nextDelete(row + 1);
            } else {
                lines.add(time + text(schema, unpacker.values(row)));
            }
        }
    }

    /** The values bit for bit. */
    private static String text(TableSchema schema, RowValues row) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < schema.fields().size(); i++) {
            Vector value = Vector.of(schema.fields().get(i).type(), 1);
            if (!row.isNull(i)) {
                row.appendTo(i, value);
            }
            text.append(' ').append(value.size() == 0 ? "null" : bits(value));
        }
        return text.toString();
    }

    private static String bits(Vector value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        VectorBytes.write(value, out);
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }

    @Test
    void refusesDamagedBytes() throws IOException {
        PackedRows row = Packed.row(SCHEMA, Devices.ofTable("t", "m"), 1, ObjectRow.of(1.5, text("abc"), true));
        RowUnpacker unpacker = new RowUnpacker(SCHEMA);
        for (int length = 0; length < row.bytes().length; length++) {
            PackedRows cut = new PackedRows(row.bucket(), Arrays.copyOf(row.bytes(), length));
            assertThatThrownBy(() -> unpacker.read(cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesAnotherVersion() {
        assertThatThrownBy(
                        () -> PackedRowsSerializer.INSTANCE.deserialize(new DataInputDeserializer(new byte[] {9, 0})))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot read rows of version 9");
    }

    @Test
    void findsItsSerializerInCheckpoints() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, PackedRowsSerializer.INSTANCE.snapshotConfiguration());
        TypeSerializerSnapshot<PackedRows> restored = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), PackedRowsTest.class.getClassLoader());
        assertThat(restored.restoreSerializer()).isEqualTo(PackedRowsSerializer.INSTANCE);
    }

    private static ObjectRow.Bytes text(String text) {
        return ObjectRow.Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static PackedRows copy(PackedRows rows) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        PackedRowsSerializer.INSTANCE.serialize(rows, out);
        DataOutputSerializer copied = new DataOutputSerializer(64);
        PackedRowsSerializer.INSTANCE.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);
        PackedRows copy =
                PackedRowsSerializer.INSTANCE.deserialize(new DataInputDeserializer(copied.getCopyOfBuffer()));
        assertThat(copy).isEqualTo(rows);
        return copy;
    }

    private static String hex(PackedRows rows) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        PackedRowsSerializer.INSTANCE.serialize(rows, out);
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }
}
