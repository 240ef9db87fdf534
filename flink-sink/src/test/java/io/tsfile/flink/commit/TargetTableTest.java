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
package io.tsfile.flink.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetTableTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable("t", List.of(Column.field("v", TSDataType.INT32)));
    private static final TimePartitioning WEEK = new TimePartitioning(7 * 86_400_000L);

    private final StoreLocation location;

    TargetTableTest(@TempDir Path folder) {
        this.location = StoreLocation.of(folder.toString());
    }

    private TargetTable planned(TimePartitioning partitioning) {
        return new TargetTable(location, TableMetadata.of(SCHEMA, partitioning, Map.of()), false);
    }

    private TableMetadata made(TableSchema schema) throws IOException {
        try (FileStore store = location.open()) {
            return Table.create(store, TableMetadata.of(schema, WEEK, Map.of()))
                    .snapshot()
                    .metadata();
        }
    }

    @Test
    void isMadeOnceByManyTasksOfManyJobs() throws Exception {
        List<TargetTable> jobs = List.of(planned(WEEK), planned(WEEK));
        Set<UUID> ids = new HashSet<>(Threads.together(4, task -> jobs.get(task % 2).ready()));

        try (FileStore store = location.open()) {
            assertThat(ids).containsExactly(Table.open(store).snapshot().metadata().id());
            assertThat(Table.open(store).snapshot().number()).isEqualTo(1);
        }
    }

    @Test
    void isTheTableOfAFasterJob() throws Exception {
        TargetTable target = planned(WEEK);
        // It may have more fields and wider ones.
        TableMetadata faster = made(TableSchema.ofTable(
                "t", List.of(Column.field("v", TSDataType.INT64), Column.field("w", TSDataType.INT32))));

        assertThat(target.ready()).isEqualTo(faster.id()).isNotEqualTo(target.metadata().id());
    }

    @Test
    void refusesTheTableOfAFasterJobThatIsOfAnotherKind() throws Exception {
        TargetTable target = planned(new TimePartitioning(86_400_000L));
        made(SCHEMA);

        assertThatThrownBy(target::ready)
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot write to the table in " + location.uri()
                        + ", which another job has made since this one was planned: its files are cut by times of 604800000,"
                        + " and those of this job by 86400000. Submit the job again");
    }

    @Test
    void refusesTheTableOfAFasterJobWithoutItsFields() throws Exception {
        TargetTable target = planned(WEEK);
        made(TableSchema.ofTable("t", List.of(Column.field("w", TSDataType.INT32))));

        assertThatThrownBy(target::ready)
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("since this one was planned: it has no field 'v'");
    }

    @Test
    void isNotLookedForIfThePlanFoundIt() throws Exception {
        TargetTable planned = planned(WEEK);
        TargetTable found = new TargetTable(location, planned.metadata(), true);

        assertThat(found.ready()).isEqualTo(planned.metadata().id());
        try (FileStore store = location.open()) {
            assertThat(Table.exists(store)).isFalse();
        }
    }
}
