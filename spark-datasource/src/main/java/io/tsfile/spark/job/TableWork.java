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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.table.Snapshot;
import java.io.IOException;

/** What a job does with each table. Called by several threads at once. */
interface TableWork {
    /**
     * Does it.
     *
     * @param store the table's folder; closed by the caller
     * @param newest its newest snapshot
     * @return what was done, for people; empty if there was nothing to do
     * @throws DamagedTableException if the table is not as it should be
     */
    String on(JobTable table, FileStore store, Snapshot newest) throws IOException;

    /** Ends what is under way soon; what is committed stays. */
    default void cancel() {}
}
