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
package io.tsfile.core.flush.staged;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.EncodeStage;
import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.IoStage;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.SortStage;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DataFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32C;

/** A folder, workers and a budget for flushes; closed, it makes sure that nothing of them is left in use. */
final class FlushFixture implements Closeable {
    /** So small that each part and column is a task of its own. */
    static final Tuning FINE = new Tuning(1, 1, 16, 8, 1_000_000, 100_000);
    /** So that a task has some devices, and a device some tasks. */
    static final Tuning MIDDLE = new Tuning(4000, 50, 64, 8, 1_000_000, 100_000);

    final FileStore store;
    final Workers workers;
    final MemoryBudget budget;
    private final ExecutorService executor = Executors.newCachedThreadPool();

    FlushFixture(Path folder, int cap) throws IOException {
        this(folder, cap, 1L << 30);
    }

    FlushFixture(Path folder, int cap, long budgetBytes) throws IOException {
        this.store = StoreLocation.of(folder.toString()).open();
        this.workers = new Workers(executor, cap);
        this.budget = new MemoryBudget(budgetBytes);
    }

    StagedFlush staged(Workload workload, Tuning tuning, StepHook hook) {
        return staged(store, workload, workers, budget, tuning, hook);
    }

    static StagedFlush staged(
            FileStore store, Workload workload, Workers workers, MemoryBudget budget, Tuning tuning, StepHook hook) {
        return new StagedFlush(
                new StagedFlush.Stages(
                        new SortStage(workload.schema(), workload.partitioning(), workload.options()),
                        new EncodeStage(workload.options()),
                        new IoStage(store, workload.schema(), workload.partitioning(), workload.options()),
                        workers,
                        tuning,
                        hook),
                budget);
    }

    FlushEngine fused(Workload workload) {
        return new FusedFlush(store, workload.schema(), workload.partitioning(), workload.options());
    }

    /** What the fused engine makes of a workload. */
    List<String> expected(Workload workload) throws IOException {
        try (FlushEngine engine = fused(workload)) {
            return flush(engine, workload);
        }
    }

    /** Flushes all, and tells all that is known of the files, which are removed. */
    List<String> flush(FlushEngine engine, Workload workload) throws IOException {
        for (List<MemTable> tables : workload.flushes()) {
            engine.flush(tables);
        }
        List<String> lines = new ArrayList<>();
        for (DataFile file : engine.finish()) {
            lines.add(line(file));
            store.delete(file.path());
        }
        return lines;
    }

    List<String> paths() throws IOException {
        return store.list("", true).stream().map(StoredFile::path).toList();
    }

    void assertNothingInUse() {
        assertThat(workers.active()).as("workers").isZero();
        assertThat(budget.used()).as("bytes of the budget").isZero();
    }

    @Override
    public void close() throws IOException {
        executor.shutdownNow();
        assertNothingInUse();
        assertThat(paths()).isEmpty();
        store.close();
    }

    /** Everything but the name, which is random. */
    private String line(DataFile file) throws IOException {
        byte[] bytes = store.read(file.path());
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        assertThat(checksum.getValue()).isEqualTo(file.crc32c());
        String folder = file.path().substring(0, file.path().lastIndexOf('/'));
        return folder + " " + file.toString().replace(file.path(), "") + " "
                + (bytes.length < 5000 ? HexFormat.of().formatHex(bytes) : "");
    }
}
