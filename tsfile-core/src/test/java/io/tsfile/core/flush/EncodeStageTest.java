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
package io.tsfile.core.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.Threads;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of a chunk depend on its values and the options, and on nothing else. */
class EncodeStageTest {
    @ParameterizedTest
    @CsvSource({"LZ4, true", "LZ4, false", "UNCOMPRESSED, true", "ZSTD, true", "SNAPPY, false"})
    void givesTheSameBytesForTheSameValues(CompressionType compression, boolean aligned) {
        FlushOptions options = new FlushOptions(100, 350, 1 << 20, 1, compression);
        List<SortedSeries> all = series(aligned, options);
        assertThat(all).hasSizeGreaterThan(3);
        EncodeStage used = new EncodeStage(options);
        all.forEach(used::encode);
        for (SortedSeries series : all) {
            List<byte[]> expected = bytes(new EncodeStage(options).encode(series));
            assertThat(bytes(used.encode(series)))
                    .as("what a stage did before does not matter")
                    .usingRecursiveComparison()
                    .isEqualTo(expected);
            assertThat(bytes(used.encode(inOtherArrays(series))))
                    .as("nor do array lengths and what stands where a value is null")
                    .usingRecursiveComparison()
                    .isEqualTo(expected);
        }
    }

    @Test
    void threadsThatShareAStageGetTheSameBytes() throws Exception {
        FlushOptions options = FlushOptions.DEFAULT;
        List<SortedSeries> all = series(true, options, 20_000);
        assertThat(all).anyMatch(series -> series.times().size() > 1000);
        EncodeStage shared = new EncodeStage(options);
        List<List<byte[]>> together = Threads.together(4, thread -> {
            List<byte[]> found = new ArrayList<>();
            all.forEach(series -> found.addAll(bytes(shared.encode(series))));
            return found;
        });
        List<byte[]> expected = new ArrayList<>();
        all.forEach(series -> expected.addAll(bytes(new EncodeStage(options).encode(series))));
        for (List<byte[]> found : together) {
            assertThat(found).usingRecursiveComparison().isEqualTo(expected);
        }
        assertThat(shared.fallbacks() % 4).as("each thread counts").isZero();
    }

    @Test
    void columnsEncodedApartJoinToTheSameChunks() {
        FlushOptions options = new FlushOptions(100, 350, 1 << 20, 1, CompressionType.LZ4);
        EncodeStage stage = new EncodeStage(options);
        for (SortedSeries series : series(true, options)) {
            EncodedSeries joined = stage.encode(columns(series, 0, 3))
                    .with(stage.encodeMore(columns(series, 3, 3)))
                    .with(stage.encodeMore(columns(series, 3, series.columns().size())));
            EncodedSeries whole = stage.encode(series);
            assertThat(bytes(joined)).usingRecursiveComparison().isEqualTo(bytes(whole));
            assertThat(joined.points()).isEqualTo(whole.points());
            assertThat(joined.rows()).isEqualTo(whole.rows());
            assertThat(joined.times()).isEqualTo(whole.times());
        }
    }

    private static SortedSeries columns(SortedSeries series, int from, int to) {
        return series.withColumns(
                series.columns().subList(from, to), series.values().subList(from, to));
    }

    private static List<byte[]> bytes(EncodedSeries series) {
        return series.chunks().stream().map(EncodedChunk::data).toList();
    }

    private static List<SortedSeries> series(boolean aligned, FlushOptions options) {
        return series(aligned, options, 1500);
    }

    private static List<SortedSeries> series(boolean aligned, FlushOptions options, int count) {
        TableSchema schema = RandomRows.treeOfAllTypes();
        MemTable table = new MemTable(schema, aligned);
        RandomRows rows = new RandomRows(schema, 5, 2);
        for (int i = 0; i < count; i++) {
            RandomRows.KeyedRow row = rows.next();
            table.append(row.device(), row.time(), row.row());
        }
        List<SortedSeries> all = new ArrayList<>();
        new SortStage(schema, TimePartitioning.NONE, options).sort(table, all::add);
        return all;
    }

    private static SortedSeries inOtherArrays(SortedSeries series) {
        return new SortedSeries(
                series.device(),
                series.aligned(),
                series.partition(),
                series.order(),
                (LongVector) copy(series.times()),
                List.copyOf(series.columns()),
                series.values().stream().map(EncodeStageTest::copy).toList());
    }

    /** A copy in a vector that was used before, so that its unused slots hold rubbish. */
    private static Vector copy(Vector vector) {
        Vector copy = Vector.of(vector.type(), 5);
        for (int i = vector.size() - 1; i >= 0; i--) {
            int any = i;
            while (vector.isNull(any) && any < vector.size() - 1) {
                any++;
            }
            copy.append(vector, any);
        }
        copy.clear();
        for (int i = 0; i < vector.size(); i++) {
            copy.append(vector, i);
        }
        return copy;
    }
}
