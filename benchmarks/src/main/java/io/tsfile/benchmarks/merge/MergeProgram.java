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

import io.tsfile.benchmarks.process.ServedProgram;
import java.io.IOException;
import java.nio.file.Path;

/** One of the ways, as a program that does what it is told. It has only what it is asked for. */
public abstract class MergeProgram extends ServedProgram {
    static final String COMPACT = "compact";
    static final String COMPACT_AS_PLANNED = "compact-as-planned";
    static final String READ = "read";
    static final String READ_COMPACTED = "read-compacted";

    /**
     * Merges all files of a {@link Dataset} into new ones, which the caller deletes.
     *
     * @param folder the dataset's
     */
    protected Answer compact(Path folder) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Merges a copy of a dataset in the way that costs least: from the plan to the last commit. The copy goes with the dataset. */
    protected Answer compactAsPlanned(Path folder) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Reads all files of a dataset. */
    protected Answer read(Path folder) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Reads what the last call of {@link #compact} or {@link #compactAsPlanned} has made. */
    protected Answer readCompacted(Path folder) throws Exception {
        throw new UnsupportedOperationException();
    }

    @Override
    protected final String answer(String command) throws Exception {
        String[] words = command.split(" ", 2);
        Path folder = Path.of(words[1]);
        // What an earlier run has left is not collected in this one's time.
        System.gc();
        Answer answer = switch (words[0]) {
            case COMPACT -> compact(folder);
            case COMPACT_AS_PLANNED -> compactAsPlanned(folder);
            case READ -> read(folder);
            case READ_COMPACTED -> readCompacted(folder);
            default -> throw new IOException("Cannot do '" + command + "'");
        };
        return answer.format();
    }
}
