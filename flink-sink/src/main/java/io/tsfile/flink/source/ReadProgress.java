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
package io.tsfile.flink.source;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a read has come, without what its readers hold: what the enumerator keeps in checkpoints.
 *
 * @param phase what comes next
 * @param table the table's id; null before the start, and of a plain folder
 * @param next the number of the next commit to look at
 * @param current of the splits that were handed out, the highest commit
 * @param pending splits that no reader has, those of lower commits first
 */
public record ReadProgress(
        Phase phase, @Nullable UUID table, long next, long current, List<TsFileSplit> pending) {
    /** Nothing is known yet. */
    static final ReadProgress START = new ReadProgress(Phase.START, null, 0, 0, List.of());

    /** What comes next. */
    enum Phase {
        /** The first look. */
        START,
        /** Looks for further commits. */
        FOLLOW,
        /** Nothing: all splits are known. */
        DONE
    }

    /** Copies the list. */
    public ReadProgress {
        pending = List.copyOf(pending);
    }
}
