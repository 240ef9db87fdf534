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

import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.model.Column;
import io.tsfile.core.vector.SpareVectors;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts series into messages of a few columns, and joins them again. Not thread-safe.
 *
 * <p>Flink reads a record where it lies if that is one network buffer (32 KiB, unless it is told otherwise). Of a record in two or
 * more buffers it first makes an array, a new one each time, which then is copied to the columns' own. A series is longer than a
 * buffer where it is as long as it should be; most of its columns are shorter.
 */
final class SeriesMessages {
    /** Of a message that is worth its own: few enough that most messages lie in one buffer, and more than Flink needs to send one. */
    private static final long ENOUGH_BYTES = 4 << 10;

    private static final long MOST_SPARE_BYTES = 1 << 20;

    /** Where a task's input is read there is no operator at hand. Of a task that is over its thread is over, too. */
    private static final ThreadLocal<SpareVectors> SPARE =
            ThreadLocal.withInitial(() -> new SpareVectors(MOST_SPARE_BYTES));

    private final List<Column> columns = new ArrayList<>();
    private final List<Vector> values = new ArrayList<>();
    /** Those of {@link #values} that can be used again. */
    private final List<Vector> owned = new ArrayList<>();

    /** What the thread has to read columns to: not more than was in use at once before, and not more than is soon used again. */
    static SpareVectors spareVectors() {
        return SPARE.get();
    }

    /**
     * A message that is whole.
     *
     * @param message what was sent
     * @param owned vectors of it that can be used again, by the thread that read them
     */
    record Joined(Staged<SortedSeries> message, List<Vector> owned) {
        /** Takes note that the message is not needed any more. */
        void release() {
            owned.forEach(spareVectors()::give);
        }
    }

    /** Sends the columns of a series, the last one with the series itself. */
    static void send(long interval, SortedSeries series, Consumer<Staged<SortedSeries>> out) {
        int last = series.columns().size() - 1;
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < last; i++) {
            bytes += series.values().get(i).bytes();
            if (bytes >= ENOUGH_BYTES) {
                out.accept(new Staged.Columns<>(
                        interval,
                        series.columns().subList(from, i + 1),
                        series.values().subList(from, i + 1),
                        false));
                from = i + 1;
                bytes = 0;
            }
        }
        SortedSeries rest = from == 0
                ? series
                : series.withColumns(
                        series.columns().subList(from, last + 1),
                        series.values().subList(from, last + 1));
        out.accept(new Staged.Series<>(interval, rest));
    }

    /** Takes columns whose series follows. */
    void add(Staged.Columns<SortedSeries> message) {
        columns.addAll(message.columns());
        values.addAll(message.values());
        if (message.owned()) {
            owned.addAll(message.values());
        }
    }

    /** The message, with the columns that came before it if it is a series. */
    Joined join(Staged<SortedSeries> message) {
        if (columns.isEmpty() || !(message instanceof Staged.Series<SortedSeries> rest)) {
            return new Joined(message, List.of());
        }
        columns.addAll(rest.series().columns());
        values.addAll(rest.series().values());
        SortedSeries whole = rest.series().withColumns(List.copyOf(columns), List.copyOf(values));
        Joined joined = new Joined(new Staged.Series<>(rest.interval(), whole), List.copyOf(owned));
        columns.clear();
        values.clear();
        owned.clear();
        return joined;
    }
}
