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
package io.tsfile.core.table;

import static io.tsfile.core.table.TableFixtures.metadata;
import static io.tsfile.core.table.TableFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.SimulatedCrash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A writer that appends, deletes with more tombstones than the log takes, and alters the table, broken at every step. */
class DeletionCrashTest {
    private static final UUID WRITER = UUID.fromString("00000000-0000-0000-0000-0000000000aa");

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyDeletionIsThereOnceAfterARestart(Fault fault, @TempDir Path folder) throws IOException {
        FaultPlan count = FaultPlan.none();
        run(new FaultyFileStore(store(folder.resolve("whole")), count), 0);
        assertThat(count.steps()).isGreaterThan(5);

        for (int step = 1; step <= count.steps(); step++) {
            FileStore store = store(folder.resolve("step" + step));
            boolean interrupted = false;
            try {
                run(new FaultyFileStore(store, FaultPlan.at(step, fault)), 0);
            } catch (IOException | SimulatedCrash e) {
                interrupted = true;
            }
            if (interrupted) {
                run(store, 1);
            }
            check(store, fault + " at step " + step);
        }
    }

    private static void run(FileStore store, int attempt) throws IOException {
        Table table = Table.openOrCreate(store, metadata());
        UUID id = table.snapshot().metadata().id();
        DataFile file = write(store, "data/0/file-" + attempt + ".tsfile", 10);
        table.commit(Commit.append(id, new CommitId(WRITER, 1), "append", List.of(file)));
        String live = table.snapshot().files().get(0).path();

        List<Tombstone> many = new ArrayList<>();
        for (int i = 0; i <= TombstoneFiles.MOST_IN_LOG; i++) {
            DeviceScope device = DeviceScope.of(List.of(Devices.ofTable("sensors", "a" + i)));
            many.add(Tombstone.open(i, Deletion.ofRows(device, new TimeRange(i, i))));
        }
        table.commit(Commit.of(id, new CommitId(WRITER, 2), "delete")
                .delete(many)
                .hide(List.of(new Hide(live, Deletion.ofRows(DeviceScope.ALL, TimeRange.ALL))))
                .build());

        table.alter(now -> now.withSchema(now.schema().withField("speed", TSDataType.INT32)));
    }

    private static void check(FileStore store, String when) throws IOException {
        Snapshot snapshot = Table.open(store).snapshot();

        assertThat(snapshot.number()).as(when).isEqualTo(4);
        assertThat(snapshot.files()).as(when).hasSize(1);
        assertThat(snapshot.tombstones()).as(when).isEmpty();
        assertThat(snapshot.tombstoneFiles()).as(when).hasSize(1);
        // One hide, and the tombstones of the file's times, 0 to 9.
        assertThat(snapshot.liveFiles(store, TimeRange.ALL).get(0).deletions())
                .as(when)
                .hasSize(1 + 10);
        assertThat(snapshot.metadata().schema().fields()).as(when).hasSize(2);
    }

    private static FileStore store(Path folder) throws IOException {
        return StoreLocation.of(folder.toString()).open();
    }
}
