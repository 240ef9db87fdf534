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
package io.tsfile.spark.job;

import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.compact.CompactionWatcher;
import io.tsfile.core.model.DataFile;
import java.io.PrintWriter;
import java.util.List;

/** Writes one line for each finished merge of a table. Used by the thread that compacts it. */
final class MergeProgress implements CompactionWatcher {
    private final String table;
    private final PrintWriter out;
    private int planned;
    private int done;
    private long bytesLeft;
    private long written;

    MergeProgress(String table, PrintWriter out) {
        this.table = table;
        this.out = out;
    }

    /** Bytes of all outputs so far. */
    long written() {
        return written;
    }

    @Override
    public void planned(List<CompactionTask> tasks) {
        planned = tasks.size();
        done = 0;
        bytesLeft = tasks.stream().mapToLong(CompactionTask::bytes).sum();
    }

    @Override
    public void committed(CompactionResult result) {
        CompactionTask task = result.task();
        done++;
        bytesLeft -= task.bytes();
        long bytes = result.outputs().stream().mapToLong(DataFile::length).sum();
        written += bytes;
        synchronized (out) {
            out.println(table + ": merge " + done + " of " + planned + ": "
                    + task.inputs().size() + " files of "
                    + ByteSizes.show(task.bytes()) + " to " + result.outputs().size() + " of " + ByteSizes.show(bytes)
                    + "; " + (planned - done) + " left, " + ByteSizes.show(Math.max(0, bytesLeft)));
            out.flush();
        }
    }
}
