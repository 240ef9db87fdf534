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
package io.tsfile.core.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.manage.FlushListener;
import io.tsfile.core.flush.manage.FlushManager;
import io.tsfile.core.flush.manage.FlushManagerOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.file.metadata.enums.CompressionType;

/** Small tables, options that make much happen with few rows, and what a table answers. */
final class WriterFixture {
    static final WriterOptions OPTIONS =
            WriterOptions.DEFAULT.withFlush(new FlushOptions(20, 60, 12_000, 4, CompressionType.LZ4));
    private static final TimePartitioning PARTITIONING = new TimePartitioning(3000);

    private WriterFixture() {}

    static FileStore store(Path folder) throws IOException {
        return StoreLocation.of(folder.toString()).open();
    }

    static Table newTable(FileStore store, TableSchema schema) throws IOException {
        return Table.create(store, TableMetadata.of(schema, PARTITIONING, Map.of()));
    }

    /** A manager that gives up after so many tries, at once. */
    static FlushManager manager(int attempts, long memoryBytes, FlushListener listener) {
        FlushManagerOptions usual = FlushManagerOptions.DEFAULT;
        return new FlushManager(
                new FlushManagerOptions(
                        usual.concurrentFlushes(),
                        usual.flushesPerTable(),
                        usual.queuedPerTable(),
                        usual.minToMerge(),
                        usual.mergeBytes(),
                        attempts,
                        Duration.ofMillis(1),
                        Duration.ofMillis(1),
                        usual.blockTimeout(),
                        usual.maxAge()),
                new MemoryBudget(memoryBytes),
                listener);
    }

    static List<String> read(Table table) throws IOException {
        return Oracle.scan(table.store(), table.snapshot());
    }

    /** Commits since the table was made. */
    static long commits(Table table) throws IOException {
        return table.snapshot().number() - 1;
    }

    /** Every file of the table is in the newest snapshot, and none is beside it. */
    static void assertNothingIsLeftBehind(Table table) throws IOException {
        assertThat(table.store().list("data", true).stream().map(StoredFile::path))
                .containsExactlyInAnyOrderElementsOf(
                        table.snapshot().files().stream().map(DataFile::path).toList());
    }
}
