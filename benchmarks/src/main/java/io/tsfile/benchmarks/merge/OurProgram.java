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
package io.tsfile.benchmarks.merge;

import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionReport;
import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionRunner;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.vector.DoubleVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Our compaction and our reads, with the options that a user has who sets none. */
public final class OurProgram extends MergeProgram {
    private static final int BATCH_ROWS = 4096;

    private Path compactedFolder = Path.of("");
    private List<LiveFile> compacted = List.of();

    /** Takes no arguments. */
    public static void main(String[] args) {
        new OurProgram().serve();
    }

    /** As if the user had asked for it: all files, whatever a policy would say. */
    @Override
    protected Answer compact(Path folder) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Snapshot snapshot = Table.open(store).snapshot();
            List<LiveFile> files = snapshot.liveFiles(store, TimeRange.ALL);
            CompactionTask task = new CompactionTask(
                    snapshot.metadata()
                            .partitioning()
                            .partition(files.get(0).file().times().start()),
                    CompactionReason.FORCED,
                    CompactionStrategy.REWRITE,
                    snapshot.number(),
                    1,
                    Cut.ALL,
                    new ArrayList<>(files));
            long start = System.nanoTime();
            CompactionResult result = CompactionRunner.run(
                    store, snapshot.metadata(), CompactionOptions.DEFAULT, task, CompactionListener.NONE);
            long nanos = System.nanoTime() - start;
            compactedFolder = folder;
            compacted = LiveFile.of(result.outputs());
            return new Answer(
                    nanos,
                    0,
                    result.outputs().stream()
                            .map(file -> folder.resolve(file.path()))
                            .toList());
        }
    }

    /** As a user's call does it, of a table whose files are as long as they should be. */
    @Override
    protected Answer compactAsPlanned(Path folder) throws IOException {
        Path copy = folder.resolve("copy");
        FileTools.link(List.of(folder.resolve("data"), folder.resolve("_tsfile")), copy);
        try (FileStore store = StoreLocation.of(copy.toString()).open()) {
            Table table = Table.open(store);
            List<LiveFile> files = table.snapshot().liveFiles(store, TimeRange.ALL);
            long longest =
                    files.stream().mapToLong(file -> file.file().length()).max().orElseThrow();
            CompactionOptions options = CompactionOptions.DEFAULT.withTargetFileBytes(longest);
            long start = System.nanoTime();
            CompactionReport report = Compaction.run(table, options, CompactionListener.NONE);
            long nanos = System.nanoTime() - start;
            if (!report.finished()
                    || !Compaction.plan(store, table.snapshot(), options, TimeRange.ALL)
                            .isEmpty()) {
                throw new IOException("Cannot go on: the compaction of " + copy + " has not ended: " + report);
            }
            compactedFolder = copy;
            compacted = table.snapshot().liveFiles(store, TimeRange.ALL);
            return new Answer(nanos, 0, List.of());
        }
    }

    @Override
    protected Answer read(Path folder) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return read(store, ScanSource.of(store, Table.open(store).snapshot()));
        }
    }

    @Override
    protected Answer readCompacted(Path folder) throws IOException {
        try (FileStore store = StoreLocation.of(compactedFolder.toString()).open()) {
            return read(
                    store,
                    new ScanSource(
                            store.location(),
                            Table.open(store).snapshot().metadata().schema(),
                            compacted));
        }
    }

    private static Answer read(FileStore store, ScanSource source) throws IOException {
        long start = System.nanoTime();
        double sum = 0;
        ScanRequest request = new ScanRequest(Layout.FIELDS, TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
        for (ScanTask task : ScanPlanner.plan(source, request)) {
            try (SectionReader reader = new SectionReader(store, task, BATCH_ROWS)) {
                while (reader.next()) {
                    for (int field = 0; field < Sensors.FIELDS; field++) {
                        sum += sum((DoubleVector) reader.values(field));
                    }
                }
            }
        }
        return Answer.ofRead(System.nanoTime() - start, sum);
    }

    private static double sum(DoubleVector vector) {
        double sum = 0;
        for (int i = 0; i < vector.size(); i++) {
            if (!vector.isNull(i)) {
                sum += vector.get(i);
            }
        }
        return sum;
    }
}
