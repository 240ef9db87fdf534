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

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where an enumerator's splits come from. Reads the store, so it is not called by the coordinator's thread; one call at a time. */
interface SplitFeed extends Closeable {
    /**
     * What a look found.
     *
     * @param phase what comes after it
     * @param table the table's id; null of a plain folder
     * @param next the number of the next commit to look at
     * @param splits those of lower commits first
     * @param more whether there is more to be found right now
     * @param newest the number of the newest commit, as far as is known
     */
    record Look(
            ReadProgress.Phase phase,
            @Nullable UUID table,
            long next,
            List<TsFileSplit> splits,
            boolean more,
            long newest) {}

    /**
     * Looks for splits.
     *
     * @param reached how far the read has come; what is pending does not matter
     */
    Look look(ReadProgress reached) throws IOException;

    @Override
    void close();
}
