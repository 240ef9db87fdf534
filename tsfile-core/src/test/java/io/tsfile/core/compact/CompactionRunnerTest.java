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
package io.tsfile.core.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.ObjectRow;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a runner refuses, and that nothing is left of it then. */
class CompactionRunnerTest {
    private static final IDeviceID DEVICE = Devices.ofTable("t", "d");

    private final FileStore store;

    CompactionRunnerTest(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
    }

    @Test
    void refusesAMeasurementThatTheTableDoesNotKnow() throws IOException {
        DataFile first = write(schema("v", TSDataType.INT32), 1, 1);
        DataFile second = write(schema("w", TSDataType.INT32), 2, 1);
        assertRefused(schema("v", TSDataType.INT32), first, second)
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot compact table 't'")
                .hasMessageContaining("t.d")
                .hasMessageContaining("'w'");
    }

    @Test
    void refusesAMeasurementOfAnotherType() throws IOException {
        DataFile first = write(schema("v", TSDataType.INT32), 1, 1);
        DataFile second = write(schema("v", TSDataType.INT64), 2, 1L);
        assertRefused(schema("v", TSDataType.INT64), first, second)
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot read")
                .hasMessageContaining(first.path())
                .hasMessageContaining("'v'")
                .hasMessageContaining("INT32")
                .hasMessageContaining("INT64");
    }

    @Test
    void namesAnInputThatIsGone() throws IOException {
        DataFile first = write(schema("v", TSDataType.INT32), 1, 1);
        DataFile second = write(schema("v", TSDataType.INT32), 2, 1);
        store.delete(second.path());
        assertRefused(schema("v", TSDataType.INT32), first, second)
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining(second.path())
                .hasMessageContaining("gone");
    }

    @Test
    void endsWhenTheThreadIsInterrupted() throws IOException {
        DataFile first = write(schema("v", TSDataType.INT32), 1, 1);
        DataFile second = write(schema("v", TSDataType.INT32), 2, 1);
        Thread.currentThread().interrupt();
        AbstractThrowableAssert<?, ? extends Throwable> refused;
        boolean interrupted;
        try {
            refused = assertRefused(schema("v", TSDataType.INT32), first, second);
        } finally {
            interrupted = Thread.interrupted();
        }
        refused.isInstanceOf(InterruptedIOException.class).hasMessageContaining("'t'");
        assertThat(interrupted).isTrue();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(TableSchema schema, DataFile... inputs)
            throws IOException {
        FaultPlan plan = FaultPlan.none();
        int before = store.list("", true).size();
        CompactionTask task = new CompactionTask(
                0,
                CompactionReason.FORCED,
                CompactionStrategy.REWRITE,
                2,
                1,
                Cut.ALL,
                new ArrayList<>(LiveFile.of(List.of(inputs))));
        TableMetadata metadata = TableMetadata.of(schema, TimePartitioning.NONE, Map.of());
        var refused = assertThatThrownBy(() -> CompactionRunner.run(
                new FaultyFileStore(store, plan),
                metadata,
                CompactionOptions.of(CompactionFixture.OPTIONS),
                task,
                CompactionListener.NONE));
        assertThat(plan.openFiles()).isZero();
        assertThat(store.list("", true)).hasSize(before);
        return refused;
    }

    private DataFile write(TableSchema schema, long version, Object value) throws IOException {
        try (FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, CompactionFixture.OPTIONS)) {
            MemTable rows = new MemTable(schema, true);
            rows.append(DEVICE, version, ObjectRow.of(value));
            flush.drain(rows);
            return flush.finish().get(0).compacted(new Version(version, 0), 0, version);
        }
    }

    private static TableSchema schema(String field, TSDataType type) {
        return TableSchema.ofTable("t", List.of(Column.tag("id"), Column.field(field, type)));
    }
}
