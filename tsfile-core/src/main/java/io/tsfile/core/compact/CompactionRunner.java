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

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.IoStage;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.work.CrewLimits;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.merge.MergeFiles;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.TableMetadata;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Carries out tasks. Restartable: what fails leaves no trace. */
public final class CompactionRunner {
    /** What all tasks of the process have made, or are making, ahead of what they write. */
    private static final MemoryBudget UNWRITTEN = new MemoryBudget(
            Math.min(256L << 20, Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 8)));

    private CompactionRunner() {}

    /**
     * Runs the task on the caller's thread, helped by others if {@code given} lets it; memory is bounded by batches, not by files. What {@code given} does not fix of the
     * encoding is as the table's options say.
     *
     * @throws java.io.InterruptedIOException if the thread is interrupted, which it then still is
     */
    public static CompactionResult run(
            FileStore store,
            TableMetadata metadata,
            CompactionOptions given,
            CompactionTask task,
            CompactionListener listener)
            throws IOException {
        CompactionMeter meter = new CompactionMeter(listener, task);
        CompactionResult result = switch (task.strategy()) {
            case REWRITE, PATCH -> rewrite(store, metadata, given, task, meter);
            // Nothing is read or written.
            case MOVE, DROP -> new CompactionResult(task, new ArrayList<>());
        };
        meter.end();
        return result;
    }

    /**
     * Writes what is to be seen of the task's cut into new files of another folder, which no table has yet.
     *
     * @param from the table's folder; nothing of it changes
     * @param to where the files go
     * @param paths the path of a new file of a time partition; another one each time
     */
    public static List<DataFile> copy(
            FileStore from,
            FileStore to,
            LongFunction<String> paths,
            TableMetadata metadata,
            CompactionOptions given,
            CompactionTask task)
            throws IOException {
        FlushOptions output = given.output().forTable(metadata.schema(), metadata.options());
        try (IoStage io = new IoStage(to, metadata.schema(), output, paths)) {
            return write(
                    from,
                    to,
                    io,
                    metadata,
                    given.withOutput(output),
                    task,
                    new CompactionMeter(CompactionListener.NONE, task));
        }
    }

    private static CompactionResult rewrite(
            FileStore store,
            TableMetadata metadata,
            CompactionOptions given,
            CompactionTask task,
            CompactionMeter meter)
            throws IOException {
        FlushOptions output = given.output().forTable(metadata.schema(), metadata.options());
        try (IoStage io = new IoStage(store, metadata.schema(), metadata.partitioning(), output)) {
            return new CompactionResult(
                    task, new ArrayList<>(write(store, store, io, metadata, given.withOutput(output), task, meter)));
        }
    }

    private static List<DataFile> write(
            FileStore from,
            FileStore to,
            IoStage io,
            TableMetadata metadata,
            CompactionOptions options,
            CompactionTask task,
            CompactionMeter meter)
            throws IOException {
        // The inputs are closed before the outputs are handed out: nobody would delete those if it failed later.
        try (MergeFiles files = MergeFiles.openCut(from, metadata.schema(), task.inputs(), task.cut());
                OutputQueue queue = new OutputQueue(
                        Workers.common(), CrewLimits.of(options.workers()), UNWRITTEN, OutputQueue.TASK_BYTES)) {
            new Rewrite(metadata.schema(), options, task, queue, io, meter, BatchLimits.DEFAULT).run(files.inputs());
        }
        List<DataFile> outputs = outputs(task, io);
        validate(from, to, metadata, options, task, outputs);
        return outputs;
    }

    /** Outputs that are not as they should be are deleted: nobody else would. */
    private static void validate(
            FileStore from,
            FileStore to,
            TableMetadata metadata,
            CompactionOptions options,
            CompactionTask task,
            List<DataFile> outputs)
            throws IOException {
        try {
            for (DataFile output : outputs) {
                OutputCheck.check(to, output);
            }
            if (options.validateValues()) {
                ValueCheck.check(from, to, metadata.schema(), task, outputs);
            }
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, () -> delete(to, outputs));
            throw e;
        }
    }

    private static void delete(FileStore store, List<DataFile> files) throws IOException {
        List<Closeable> deletions = new ArrayList<>();
        files.forEach(file -> deletions.add(() -> store.delete(file.path())));
        Cleanup.closeAll(deletions);
    }

    private static List<DataFile> outputs(CompactionTask task, IoStage io) throws IOException {
        Version newest = task.inputs().get(task.inputs().size() - 1).file().version();
        List<DataFile> outputs = new ArrayList<>();
        for (DataFile file : io.finish()) {
            outputs.add(file.compacted(newest, task.level(), task.snapshot()));
        }
        return outputs;
    }
}
