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

import io.tsfile.core.flush.EncodeStage;
import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.SortStage;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageMessagesTest {
    private static final FlushOptions OPTIONS = new FlushOptions(100, 300, 1 << 20, 4, CompressionType.UNCOMPRESSED);

    @Test
    void writesSortedSeriesAsItAlwaysDid() throws IOException {
        assertThat(hex(SortedSeriesSerializer.INSTANCE, new Staged.Series<>(7, twoRows())))
                .isEqualTo("02000000000000000700000000030000000174ffffffff000000026d31010000000000000003000000"
                        + "0102000200000010000000e803000000000000d00700000000000000000001000000017600040102"
                        + "000000180000000200000000000000000000000000f83f0000000000000000");
    }

    @Test
    void writesEncodedSeriesAsItAlwaysDid() throws IOException {
        assertThat(hex(EncodedSeriesSerializer.INSTANCE, new Staged.Series<>(7, oneChunk())))
                .isEqualTo("02000000000000000700000000030000000174ffffffff000000026d31010000000000000003000000"
                        + "0100000000000003e800000000000003e80000000000000001000000000000000100000001000000"
                        + "01760107044000000001000000290100000000000003e800000000000003e8000000050000000500"
                        + "00000500000005000000000000000500000003010203");
    }

    @Test
    void writesColumnsBehindTheirNumber() throws IOException {
        SortedSeries series = twoRows();
        String golden = "0200000000000000070200000001000000017600040102000000180000000200000000000000000000"
                + "000000f83f0000000000000000";

        assertThat(hex(
                        SortedSeriesSerializer.INSTANCE,
                        new Staged.Columns<>(7, series.columns(), series.values(), false)))
                .isEqualTo(golden);
        Staged<SortedSeries> read = SortedSeriesSerializer.INSTANCE.deserialize(
                new DataInputDeserializer(HexFormat.of().parseHex(golden)));
        Staged.Columns<SortedSeries> columns = (Staged.Columns<SortedSeries>) read;
        assertThat(columns.interval()).isEqualTo(7);
        assertThat(columns.columns()).isEqualTo(series.columns());
        assertThat(columns.owned()).as("nobody else has what was read").isTrue();
        assertSame(series.values().get(0), columns.values().get(0));
    }

    @Test
    void writesDeletionsTheSameInEveryStage() throws IOException {
        List<Tombstone> tombstones = List.of(
                Tombstone.open(
                        2,
                        Deletion.ofRows(
                                DeviceScope.of(List.of(Devices.ofTable("t", null, "m1"), Devices.ofTable("t", "a"))),
                                new TimeRange(-1, 9))),
                Tombstone.open(3, new Deletion(DeviceScope.ALL, List.of("v", "w"), TimeRange.ALL)),
                Tombstone.open(
                        4,
                        Deletion.ofRows(new DeviceScope.Between(null, Devices.ofTable("t", "b")), new TimeRange(5, 5))),
                Tombstone.open(5, Deletion.ofRows(new DeviceScope.Below("root.a"), new TimeRange(6, 6))));
        String golden = "0200000000000000070100000004ffffffffffffffff000000020100000002000000030000000174"
                + "ffffffff000000026d31000000020000000174000000016100000000ffffffffffffffff00000000"
                + "00000009ffffffffffffffff0000000300000000020000000176000000017780000000000000007f"
                + "ffffffffffffffffffffffffffffff00000004020001000000020000000174000000016200000000"
                + "00000000000000050000000000000005ffffffffffffffff000000050300000006726f6f742e6100"
                + "00000000000000000000060000000000000006";

        assertThat(hex(SortedSeriesSerializer.INSTANCE, new Staged.Deletions<>(7, tombstones)))
                .isEqualTo(golden);
        assertThat(hex(EncodedSeriesSerializer.INSTANCE, new Staged.Deletions<>(7, tombstones)))
                .isEqualTo(golden);
        Staged<SortedSeries> read = SortedSeriesSerializer.INSTANCE.deserialize(
                new DataInputDeserializer(HexFormat.of().parseHex(golden)));
        assertThat(read).isEqualTo(new Staged.Deletions<SortedSeries>(7, tombstones));
    }

    @Test
    void refusesMessagesOfAnUnknownKind() {
        byte[] bytes = HexFormat.of().parseHex("02000000000000000709");
        assertThatThrownBy(() -> SortedSeriesSerializer.INSTANCE.deserialize(new DataInputDeserializer(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot read a message of kind 9");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bringsAllTypesAndNullsOver(boolean aligned) throws IOException {
        TableSchema schema = aligned ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RandomRows rows = new RandomRows(schema, seed, 5);
        MemTable buffer = new MemTable(schema, aligned);
        for (int i = 0; i < 2_000; i++) {
            RandomRows.KeyedRow row = rows.next();
            buffer.append(row.device(), row.time(), row.row());
        }
        List<SortedSeries> sorted = new ArrayList<>();
        new SortStage(schema, TimePartitioning.NONE, OPTIONS).sort(buffer, sorted::add);
        EncodeStage encode = new EncodeStage(OPTIONS);

        assertThat(sorted).isNotEmpty();
        for (SortedSeries series : sorted) {
            SortedSeries copy = copy(SortedSeriesSerializer.INSTANCE, series);
            assertSame(series, copy);
            EncodedSeries encoded = encode.encode(series);
            EncodedSeries encodedCopy = copy(EncodedSeriesSerializer.INSTANCE, encoded);
            assertSame(encoded, encodedCopy);
        }
    }

    @Test
    void handsMessagesOnWithoutACopy() {
        Staged<SortedSeries> message = new Staged.Series<>(7, twoRows());
        assertThat(SortedSeriesSerializer.INSTANCE.isImmutableType()).isTrue();
        assertThat(SortedSeriesSerializer.INSTANCE.copy(message)).isSameAs(message);
        assertThat(SortedSeriesSerializer.INSTANCE.copy(message, message)).isSameAs(message);
    }

    /** A savepoint of a job with unaligned checkpoints names the serializers of what is between two tasks. */
    @Test
    void findsItsSerializersInSavepoints() throws IOException {
        assertRestored(SortedSeriesSerializer.INSTANCE);
        assertRestored(EncodedSeriesSerializer.INSTANCE);
    }

    private static <T> void assertRestored(TypeSerializer<T> serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        TypeSerializerSnapshot<T> restored = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), StageMessagesTest.class.getClassLoader());
        assertThat(restored.restoreSerializer()).isEqualTo(serializer);
        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(restored)
                        .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void refusesMessagesOfAnUnknownVersion() {
        assertThatThrownBy(() -> SortedSeriesSerializer.INSTANCE.deserialize(new DataInputDeserializer(new byte[] {9})))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot read a message of version 9");
    }

    private static EncodedSeries oneChunk() {
        Statistics<? extends Serializable> statistics = Statistics.getStatsByType(TSDataType.INT32);
        statistics.update(1_000L, 5);
        EncodedChunk chunk = new EncodedChunk(
                "v", TSDataType.INT32, CompressionType.LZ4, TSEncoding.TS_2DIFF, 0x40, 1, statistics, new byte[] {
                    1, 2, 3
                });
        return new EncodedSeries(
                Devices.ofTable("t", null, "m1"), true, 3, 1, new TimeRange(1_000, 1_000), 1, 1, List.of(chunk));
    }

    private static SortedSeries twoRows() {
        LongVector times = (LongVector) Vector.of(TSDataType.INT64, 2);
        times.append(1_000);
        times.append(2_000);
        DoubleVector values = (DoubleVector) Vector.of(TSDataType.DOUBLE, 2);
        values.append(1.5);
        values.appendNull();
        return new SortedSeries(
                Devices.ofTable("t", null, "m1"),
                true,
                3,
                1,
                times,
                List.of(Column.field("v", TSDataType.DOUBLE)),
                List.of(values));
    }

    private static void assertSame(SortedSeries expected, SortedSeries actual) {
        assertThat(actual.device()).isEqualTo(expected.device());
        assertThat(actual.aligned()).isEqualTo(expected.aligned());
        assertThat(actual.partition()).isEqualTo(expected.partition());
        assertThat(actual.order()).isEqualTo(expected.order());
        assertThat(actual.columns()).isEqualTo(expected.columns());
        assertSame(expected.times(), actual.times());
        for (int i = 0; i < expected.values().size(); i++) {
            assertSame(expected.values().get(i), actual.values().get(i));
        }
    }

    private static void assertSame(Vector expected, Vector actual) {
        assertThat(actual.type()).isEqualTo(expected.type());
        assertThat(actual.size()).isEqualTo(expected.size());
        assertThat(actual.nullCount()).isEqualTo(expected.nullCount());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.sameValue(i, expected, i)).isTrue();
        }
    }

    private static void assertSame(EncodedSeries expected, EncodedSeries actual) {
        assertThat(actual)
                .usingRecursiveComparison()
                .ignoringFields("chunks", "device")
                .isEqualTo(expected);
        assertThat(actual.device()).isEqualTo(expected.device());
        for (int i = 0; i < expected.chunks().size(); i++) {
            EncodedChunk chunk = expected.chunks().get(i);
            EncodedChunk copy = actual.chunks().get(i);
            assertThat(copy.measurement()).isEqualTo(chunk.measurement());
            assertThat(copy.type()).isEqualTo(chunk.type());
            assertThat(copy.compression()).isEqualTo(chunk.compression());
            assertThat(copy.encoding()).isEqualTo(chunk.encoding());
            assertThat(copy.mask()).isEqualTo(chunk.mask());
            assertThat(copy.pages()).isEqualTo(chunk.pages());
            assertThat(copy.data()).isEqualTo(chunk.data());
            assertThat(copy.statistics().getCount())
                    .isEqualTo(chunk.statistics().getCount());
            assertThat(copy.statistics()).hasToString(chunk.statistics().toString());
        }
    }

    private static <T> String hex(StageSerializer<T> serializer, Staged<T> message) throws IOException {
        return HexFormat.of().formatHex(bytes(serializer, message));
    }

    private static <T> T copy(StageSerializer<T> serializer, T series) throws IOException {
        byte[] bytes = bytes(serializer, new Staged.Series<>(5, series));
        Staged<T> read = serializer.deserialize(new DataInputDeserializer(bytes));
        assertThat(read.interval()).isEqualTo(5);
        DataOutputSerializer copied = new DataOutputSerializer(64);
        serializer.copy(new DataInputDeserializer(bytes), copied);
        assertThat(copied.getCopyOfBuffer()).isEqualTo(bytes);
        return ((Staged.Series<T>) read).series();
    }

    private static <T> byte[] bytes(StageSerializer<T> serializer, Staged<T> message) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(message, out);
        return out.getCopyOfBuffer();
    }
}
