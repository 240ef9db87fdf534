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
import io.tsfile.core.flush.staged.StagedFlush;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.testing.ObjectRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainDeletionsTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "t", List.of(Column.tag("d"), Column.field("a", TSDataType.INT32), Column.field("b", TSDataType.INT32)));
    private static final IDeviceID X = Devices.ofTable("t", "x");
    private static final IDeviceID Y = Devices.ofTable("t", "y");
    private static final IDeviceID Z = Devices.ofTable("t", "z");

    private final SortStage sort = new SortStage(SCHEMA, TimePartitioning.NONE, FlushOptions.DEFAULT);
    private final MemTable table = new MemTable(SCHEMA, true);
    private final List<SortedSeries> series = new ArrayList<>();

    @Test
    void makesOneTombstoneOfADeviceAndOfDevicesWithTheSameTimes() {
        for (IDeviceID device : List.of(Y, X)) {
            table.delete(device, 7);
            table.delete(device, 5);
            table.delete(device, 6);
            table.delete(device, 6);
        }
        table.delete(X, 9);
        table.delete(Y, 9);
        table.delete(Z, Long.MAX_VALUE);
        table.delete(Z, Long.MIN_VALUE);

        assertThat(sort.sort(table, series::add))
                .containsExactlyInAnyOrder(
                        tombstone(0, TimeSet.ofTimes(5, 6, 7, 9), X, Y),
                        tombstone(0, TimeSet.ofTimes(Long.MIN_VALUE, Long.MAX_VALUE), Z));
        assertThat(series).isEmpty();
    }

    @Test
    void makesNoneWhereAllFieldsHaveNewerValues() {
        table.delete(X, 1);
        table.append(X, 1, ObjectRow.of(1, null));
        table.append(X, 1, ObjectRow.of(null, 2));
        table.append(X, 2, ObjectRow.of(1, 2));
        table.delete(X, 2);
        table.delete(X, 3);
        table.append(X, 3, ObjectRow.of(1, null));
        table.replace(Y, 4, ObjectRow.of(1, 2));

        assertThat(sort.sort(table, series::add)).containsExactly(tombstone(0, TimeSet.ofTimes(2, 3), X));
    }

    @Test
    void hidesFilesThatMayHoldTheRowAndNoneThatItMayComeTo() {
        table.append(X, 10, ObjectRow.of(1, 2));
        table.append(X, 20, ObjectRow.of(1, 2));
        sort.sort(table, series::add);
        table.append(X, 15, ObjectRow.of(1, 2));
        sort.sort(table, series::add);
        // File 0 ends at 20, file 1 at 15.
        table.delete(X, 30);
        table.append(X, 30, ObjectRow.of(1, null));
        table.delete(X, 20);
        table.append(X, 20, ObjectRow.of(1, null));
        table.delete(X, 15);
        table.delete(X, 16);
        table.append(X, 15, ObjectRow.of(1, null));
        table.delete(Y, 15);

        assertThat(sort.sort(table, series::add))
                .containsExactlyInAnyOrder(
                        tombstone(2, TimeSet.ofTimes(15), X),
                        tombstone(1, TimeSet.ofTimes(16, 20), X),
                        tombstone(0, TimeSet.ofTimes(30), X),
                        tombstone(0, TimeSet.ofTimes(15), Y));
        assertThat(series.stream().map(s -> s.order() + " " + s.times().get(0)))
                .containsExactly("0 10", "1 15", "2 15", "1 20", "0 30");
        table.append(X, 16, ObjectRow.of(1, 2));
        series.clear();
        assertThat(sort.sort(table, series::add)).isEmpty();
        // File 1 ends at 20 by now.
        assertThat(series.get(0).order()).isEqualTo(2);
    }

    @Test
    void countsOrdersAnewForTheNextCommit() {
        table.append(X, 10, ObjectRow.of(1, 2));
        sort.sort(table, series::add);
        sort.filesClosed();
        table.delete(X, 10);
        assertThat(sort.sort(table, series::add)).containsExactly(tombstone(0, TimeSet.ofTimes(10), X));
    }

    @Test
    void needsTheFusedEngine(@TempDir Path folder) throws IOException {
        table.delete(X, 1);
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                StagedFlush flush = new StagedFlush(
                        store,
                        SCHEMA,
                        TimePartitioning.NONE,
                        FlushOptions.DEFAULT,
                        Workers.common(),
                        new MemoryBudget(1 << 20))) {
            assertThatThrownBy(() -> flush.drain(table))
                    .isInstanceOf(FlushException.class)
                    .hasStackTraceContaining("Cannot flush 1 deletions with workers");
        }
    }

    private static Tombstone tombstone(int order, TimeSet times, IDeviceID... devices) {
        return Tombstone.open(order, Deletion.ofRows(DeviceScope.of(List.of(devices)), times));
    }
}
