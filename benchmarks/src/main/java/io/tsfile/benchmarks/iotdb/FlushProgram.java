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
package io.tsfile.benchmarks.iotdb;

import io.tsfile.benchmarks.process.ServedProgram;
import java.io.IOException;
import java.nio.file.Path;

/** One of the two ways, as a program that does what it is told. */
public abstract class FlushProgram extends ServedProgram {
    static final String LOAD = "load ";
    static final String RUN = "run ";
    static final String LOADED = "loaded";

    /** Prepares batches of what {@code readings} has; what was loaded before is not needed any more. */
    protected abstract void load(Readings readings, boolean aligned) throws Exception;

    /**
     * Inserts what is loaded into an empty memtable, in batches of all devices in turn, and flushes that to a file.
     *
     * @param folder an empty one
     * @param stagesApart whether one thread does all, stage after stage, even where the way usually has a thread for each
     */
    protected abstract Outcome run(Path folder, boolean stagesApart) throws Exception;

    @Override
    protected final String answer(String command) throws Exception {
        if (command.startsWith(LOAD)) {
            Work work = Work.parse(command.substring(LOAD.length()));
            load(new Readings(work.shape(), work.late()), work.aligned());
            return LOADED;
        }
        if (command.startsWith(RUN)) {
            String[] words = command.substring(RUN.length()).split(" ", 2);
            // What an earlier run has left is not collected in this one's time.
            System.gc();
            return run(Path.of(words[1]), Boolean.parseBoolean(words[0])).format();
        }
        throw new IOException("Cannot do '" + command + "': neither load nor run");
    }
}
