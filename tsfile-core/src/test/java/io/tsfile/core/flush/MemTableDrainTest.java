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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.testing.ObjectRow;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;

class MemTableDrainTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "t", List.of(Column.tag("d"), Column.field("a", TSDataType.INT32), Column.field("b", TSDataType.DOUBLE)));
    private static final int DEVICES = 5;

    /** What came out, in its order. */
    private record Output(List<String> series, List<List<Tombstone>> tombstones) {
        Output() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(SortedSeries sorted) {
            StringBuilder text = new StringBuilder(sorted.device() + " " + sorted.order());
            for (int i = 0; i < sorted.times().size(); i++) {
                text.append(' ').append(sorted.times().get(i));
            }
            series.add(text.toString());
        }
    }

    private record Change(IDeviceID device, long time, boolean deletes) {
        static Change of(Random random) {
            return new Change(
                    Devices.ofTable("t", "d" + random.nextInt(DEVICES)), random.nextInt(50), random.nextInt(5) == 0);
        }

        void applyTo(MemTable table) {
            if (deletes) {
                table.delete(device, time);
            } else {
                table.append(device, time, ObjectRow.of((int) time, null));
            }
        }
    }

    @Test
    void sendsTheSameAsASortAtOnceWhileNewRowsArrive() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            MemTable atOnce = new MemTable(SCHEMA, true);
            MemTable table = new MemTable(SCHEMA, true);
            SortStage sort = new SortStage(SCHEMA, new TimePartitioning(20), FlushOptions.DEFAULT);
            SortStage stage = new SortStage(SCHEMA, new TimePartitioning(20), FlushOptions.DEFAULT);
            Output expected = new Output();
            Output output = new Output();
            List<Change> arrived = new ArrayList<>();
            for (int drains = 0; drains < 5; drains++) {
                arrived.forEach(change -> change.applyTo(atOnce));
                arrived.clear();
                expected.tombstones.add(sort.sort(atOnce, expected::add));

                MemTableDrain drain = stage.drain(table);
                assertThat(table.isEmpty()).isTrue();
                while (!drain.isDone()) {
                    long before = drain.bytes();
                    drain.next(output::add);
                    assertThat(drain.bytes()).isLessThan(before);
                    for (int rows = random.nextInt(20); rows > 0; rows--) {
                        Change change = Change.of(random);
                        change.applyTo(table);
                        arrived.add(change);
                    }
                }
                assertThat(drain.bytes()).isZero();
                output.tombstones.add(drain.tombstones());
                Change change = Change.of(random);
                change.applyTo(table);
                arrived.add(change);
            }
            assertThat(output).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void doesNotTellWhatIsDeletedBeforeItsEnd() {
        MemTable table = new MemTable(SCHEMA, true);
        table.delete(Devices.ofTable("t", "d"), 1);
        MemTableDrain drain = new SortStage(SCHEMA, TimePartitioning.NONE, FlushOptions.DEFAULT).drain(table);
        assertThatThrownBy(drain::tombstones).isInstanceOf(IllegalStateException.class);
        drain.next(series -> {});
        assertThat(drain.tombstones()).hasSize(1);
        assertThatThrownBy(() -> drain.next(series -> {})).isInstanceOf(NoSuchElementException.class);
    }
}
