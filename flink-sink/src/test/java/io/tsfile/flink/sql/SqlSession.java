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
package io.tsfile.flink.sql;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** Sessions of SQL, and what their statements leave in a table's folder. */
final class SqlSession {
    private SqlSession() {}

    /** Where the jobs of a test class run; without it each one would start a cluster of its own. */
    static MiniClusterExtension cluster() {
        return new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                .setNumberTaskManagers(1)
                .setNumberSlotsPerTaskManager(4)
                .build());
    }

    /** A session with two subtasks and no restarts; in streaming mode with checkpoints. */
    static TableEnvironment of(RuntimeExecutionMode mode) {
        Configuration configuration = new Configuration();
        if (mode == RuntimeExecutionMode.STREAMING) {
            configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        }
        return of(mode, configuration);
    }

    /** A session with two subtasks, no restarts and more settings. */
    static TableEnvironment of(RuntimeExecutionMode mode, Configuration more) {
        Configuration configuration = new Configuration(more);
        configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        return TableEnvironment.create(EnvironmentSettings.newInstance()
                .withConfiguration(configuration)
                .build());
    }

    /** The newest snapshot of the table in a folder. */
    static Snapshot snapshot(Path folder) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return Table.open(store).snapshot();
        }
    }

    /** The rows of a snapshot, as {@link Oracle#lines} has them. */
    static List<String> lines(Path folder, Snapshot snapshot) throws IOException {
        TableSchema schema = snapshot.metadata().schema();
        StoreLocation location = StoreLocation.of(folder.toString());
        try (FileStore store = location.open()) {
            return Oracle.scan(
                    store,
                    new ScanSource(location, schema, snapshot.liveFiles(store, TimeRange.ALL)),
                    new ScanRequest(
                            schema.fields().stream().map(Column::name).toList(),
                            TimeRange.ALL,
                            DeviceFilter.ALL,
                            1 << 20),
                    100);
        }
    }
}
