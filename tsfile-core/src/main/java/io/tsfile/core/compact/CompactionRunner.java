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
import io.tsfile.core.io.FileStore;
import io.tsfile.core.merge.MergeFiles;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;
import java.util.ArrayList;

/** Carries out tasks. Restartable: what fails leaves no trace. */
public final class CompactionRunner {
    private CompactionRunner() {}

    /**
     * Runs the task on the caller's thread; memory is bounded by batches, not by files. What {@code given} does not fix of the
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

    private static CompactionResult rewrite(
            FileStore store,
            TableMetadata metadata,
            CompactionOptions given,
            CompactionTask task,
            CompactionMeter meter)
            throws IOException {
        FlushOptions output = given.output().forTable(metadata.schema(), metadata.options());
        CompactionOptions options = given.withOutput(output);
        try (IoStage io = new IoStage(store, metadata.schema(), metadata.partitioning(), output)) {
            // The inputs are closed before the outputs are handed out: nobody would delete those if it failed later.
            try (MergeFiles files = MergeFiles.open(store, metadata.schema(), task.inputs())) {
                new Rewrite(metadata.schema(), options, task, io, meter).run(files.inputs());
            }
            return new CompactionResult(task, outputs(task, io));
        }
    }

    private static ArrayList<DataFile> outputs(CompactionTask task, IoStage io) throws IOException {
        Version newest = task.inputs().get(task.inputs().size() - 1).file().version();
        ArrayList<DataFile> outputs = new ArrayList<>();
        for (DataFile file : io.finish()) {
            outputs.add(file.compacted(newest, task.level(), task.snapshot()));
        }
        return outputs;
    }
}
