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

import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesMessagesTest {
    /** Without a message between two tasks, as in a batch job, the series comes back as it is; else its values do. */
    @ParameterizedTest
    @CsvSource({"1, 5, 1", "3, 5, 1", "1, 2000, 1", "3, 2000, 3", "40, 100, 8"})
    void joinsWhatItSent(int columns, int rows, int messages) throws IOException {
        SortedSeries series = series(0, columns, rows);

        assertThat(messages(series)).hasSize(messages);
        assertSame(series, series(join(messages(series), false)));
        assertSame(series, series(join(messages(series), true)));
    }

    /** Vectors are used again only when the message is not needed any more: else the next one would be seen in it. */
    @ParameterizedTest
    @CsvSource({"2000, 2000", "2000, 1500", "1500, 2000"})
    void readsToVectorsThatWereReleased(int before, int after) throws IOException {
        SortedSeries first = series(1, 4, before);
        SortedSeries second = series(2, 4, before);
        SortedSeries third = series(3, 4, after);

        SeriesMessages.Joined firstRead = join(messages(first), true);
        SeriesMessages.Joined secondRead = join(messages(second), true);
        assertSame(first, series(firstRead));
        assertThat(firstRead.owned()).hasSize(3);
        firstRead.release();
        SeriesMessages.Joined thirdRead = join(messages(third), true);

        assertSame(second, series(secondRead));
        assertSame(third, series(thirdRead));
        if (after <= before) {
            assertThat(thirdRead.owned())
                    .usingElementComparator((one, other) -> one == other ? 0 : 1)
                    .containsExactlyInAnyOrderElementsOf(firstRead.owned());
        }
        secondRead.release();
        thirdRead.release();
    }

    /** Nulls of the values before must not be seen. */
    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void forgetsNulls(boolean nullsBefore, boolean nullsAfter) throws IOException {
        SeriesMessages.Joined before = join(messages(withNulls(series(1, 3, 1000), nullsBefore)), true);
        before.release();

        SortedSeries after = withNulls(series(2, 3, 1000), nullsAfter);
        SeriesMessages.Joined read = join(messages(after), true);

        assertSame(after, series(read));
        read.release();
    }

    @ParameterizedTest
    @CsvSource({"2000"})
    void keepsWhatOthersMayHave(int rows) throws IOException {
        assertThat(join(messages(series(0, 3, rows)), false).owned()).isEmpty();
    }

    private static List<Staged<SortedSeries>> messages(SortedSeries series) {
        List<Staged<SortedSeries>> sent = new ArrayList<>();
        SeriesMessages.send(5, series, sent::add);
        assertThat(sent).allMatch(message -> message.interval() == 5);
        return sent;
    }

    private static SeriesMessages.Joined join(List<Staged<SortedSeries>> sent, boolean copied) throws IOException {
        SeriesMessages messages = new SeriesMessages();
        for (Staged<SortedSeries> message : sent.subList(0, sent.size() - 1)) {
            messages.add((Staged.Columns<SortedSeries>) (copied ? copy(message) : message));
        }
        Staged<SortedSeries> last = sent.get(sent.size() - 1);
        return messages.join(copied ? copy(last) : last);
    }

    private static Staged<SortedSeries> copy(Staged<SortedSeries> message) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        SortedSeriesSerializer.INSTANCE.serialize(message, out);
        return SortedSeriesSerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }

    private static SortedSeries series(SeriesMessages.Joined joined) {
        assertThat(joined.message().interval()).isEqualTo(5);
        return ((Staged.Series<SortedSeries>) joined.message()).series();
    }

    private static SortedSeries series(int seed, int columns, int rows) {
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, rows);
        for (int row = 0; row < rows; row++) {
            times.append(seed + 2L * row);
        }
        List<Column> names = new ArrayList<>();
        List<Vector> values = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            DoubleVector vector = (DoubleVector) Vector.of(TSDataType.DOUBLE, rows);
            for (int row = 0; row < rows; row++) {
                vector.append(seed * 1e6 + i * 1e4 + row);
            }
            names.add(Column.field("c" + i, TSDataType.DOUBLE));
            values.add(vector);
        }
        return new SortedSeries(Devices.ofTable("t", "d" + seed), true, 3, 1, times, names, values);
    }

    private static SortedSeries withNulls(SortedSeries series, boolean nulls) {
        List<Vector> values = new ArrayList<>();
        for (Vector column : series.values()) {
            Vector copy = Vector.of(column.type(), column.size());
            for (int i = 0; i < column.size(); i++) {
                if (nulls && i % 3 == 0) {
                    copy.appendNull();
                } else {
                    copy.append(column, i);
                }
            }
            values.add(copy);
        }
        return series.withColumns(series.columns(), values);
    }

    private static void assertSame(SortedSeries expected, SortedSeries actual) {
        assertThat(actual.device()).isEqualTo(expected.device());
        assertThat(actual.partition()).isEqualTo(expected.partition());
        assertThat(actual.order()).isEqualTo(expected.order());
        assertThat(actual.columns()).isEqualTo(expected.columns());
        assertSame(expected.times(), actual.times());
        assertThat(actual.values()).hasSameSizeAs(expected.values());
        for (int i = 0; i < expected.values().size(); i++) {
            assertSame(expected.values().get(i), actual.values().get(i));
        }
    }

    private static void assertSame(Vector expected, Vector actual) {
        assertThat(actual.size()).isEqualTo(expected.size());
        assertThat(actual.nullCount()).isEqualTo(expected.nullCount());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.sameValue(i, expected, i)).isTrue();
        }
    }
}
