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
package io.tsfile.core.maintenance;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionRunner;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.flush.IoStage;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a fully merged copy of a table: files without a log in which every row is once, what is deleted is not, and all columns have
 * their present types. Any reader of TsFiles, and an IoTDB that loads them, sees the table in them; of the table's own data folder they
 * would not, because versions, deletions and hidden parts are in its log. The table stays as it is.
 *
 * <p>In the tree model, all chunks of a series are in one encoding and one compression: an IoTDB that loads several files at once takes those of its
 * first chunk in each file for part of the schema, and refuses files that do not agree. A column with such a series is in one encoding and
 * compression as a whole. It may take up to three attempts to find one that holds all values.
 */
public final class Export {
    private final Table table;
    private final FileStore target;
    private final CompactionOptions options;
    private final Snapshot snapshot;
    private long names;

    private Export(Table table, Snapshot snapshot, FileStore target, CompactionOptions options) {
        this.table = table;
        this.snapshot = snapshot;
        this.target = target;
        this.options = options;
    }

    /**
     * Exports the newest snapshot on the caller's thread. If it fails, what it wrote is deleted.
     *
     * @param target an empty folder; stays the caller's
     * @param options how files are written, and how much is merged at once
     * @throws TsFileConnectorException if the folder is not empty
     */
    public static ExportReport run(Table table, FileStore target, CompactionOptions options) throws IOException {
        List<StoredFile> there = target.list("", true);
        if (!there.isEmpty()) {
            throw new TsFileConnectorException("Cannot export to "
                    + target.location().uri() + ": " + there.get(0).path()
                    + " is there. Give an empty folder, so that nothing is mixed with the table");
        }
        Snapshot snapshot = table.snapshot();
        TableMetadata metadata = snapshot.metadata();
        if (metadata.schema().model() == TableModel.TABLE) {
            return new Export(table, snapshot, target, options).run();
        }
        List<Column> columns = metadata.schema().fields();
        EncodingOptions given =
                options.output().forTable(metadata.schema(), metadata.options()).encoding();
        EncodingOptions encoding =
                ColumnForms.of(table.store(), snapshot.files()).uniform(columns, given);
        while (true) {
            ExportReport report = new Export(table, snapshot, target, encoded(options, encoding)).run();
            EncodingOptions before = encoding;
            try {
                // What is merged or joined anew may have come out in another way than what was copied.
                encoding = ColumnForms.of(target, report.files()).uniform(columns, before);
                if (encoding.equals(before)) {
                    return report;
                }
                delete(target, report.files());
            } catch (IOException | RuntimeException | Error e) {
                Cleanup.closeAfter(e, () -> delete(target, report.files()));
                throw e;
            }
        }
    }

    private static CompactionOptions encoded(CompactionOptions options, EncodingOptions encoding) {
        return options.withOutput(options.output().withEncoding(encoding));
    }

    private ExportReport run() throws IOException {
        List<DataFile> files = new ArrayList<>();
        try {
            for (CompactionTask task : tasks()) {
                files.addAll(CompactionRunner.copy(
                        table.store(),
                        target,
                        partition -> newPath(snapshot.metadata().partitioning(), partition),
                        snapshot.metadata(),
                        options,
                        task));
            }
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, () -> delete(target, files));
            throw e;
        }
        files.sort(Comparator.comparing((DataFile file) -> file.times().start()).thenComparing(DataFile::path));
        return new ExportReport(snapshot.number(), List.copyOf(files));
    }

    private static void delete(FileStore target, List<DataFile> files) throws IOException {
        List<Closeable> deletes = new ArrayList<>();
        files.forEach(file -> deletes.add(() -> target.delete(file.path())));
        Cleanup.closeAll(deletes);
    }

    /** Names as an IoTDB gives them, so that readers who ask for an order of the files find one. */
    private String newPath(TimePartitioning partitioning, long partition) {
        long number = ++names;
        return IoStage.DATA_FOLDER + partitioning.folder(partition) + number + "-" + number + "-0-0.tsfile";
    }

    /** Sections of each time partition, so that no file crosses one. */
    private List<CompactionTask> tasks() throws IOException {
        Map<Long, List<LiveFile>> partitions = new TreeMap<>();
        for (LiveFile file : snapshot.liveFiles(table.store(), TimeRange.ALL)) {
            long partition = snapshot.metadata()
                    .partitioning()
                    .partition(file.file().times().start());
            partitions.computeIfAbsent(partition, p -> new ArrayList<>()).add(file);
        }
        List<CompactionTask> tasks = new ArrayList<>();
        partitions.forEach((partition, live) -> {
            ScanSource source =
                    new ScanSource(table.store().location(), snapshot.metadata().schema(), live);
            ScanRequest all = new ScanRequest(List.of(), TimeRange.ALL, DeviceFilter.ALL, options.maxTaskBytes());
            for (ScanTask section : ScanPlanner.plan(source, all)) {
                tasks.add(new CompactionTask(
                        partition,
                        CompactionReason.FORCED,
                        CompactionStrategy.REWRITE,
                        snapshot.number(),
                        0,
                        section.cut(),
                        section.files()));
            }
        });
        return tasks;
    }
}
