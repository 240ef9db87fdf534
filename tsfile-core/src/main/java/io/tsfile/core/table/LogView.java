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
package io.tsfile.core.table;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Tombstone;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What must be known of a table's state to tell whether an entry follows from it. */
interface LogView {
    /** The number of the last entry; 0 before the first one. */
    long number();

    long timeMillis();

    /** What the table is; null before the first entry. */
    @Nullable
    TableMetadata metadata();

    /** The live file of that path. */
    Optional<DataFile> file(String path);

    boolean hasTombstone(Tombstone tombstone);

    boolean hasTombstoneFile(String path);

    /** Whether the path may not be added. */
    boolean isDoomed(String path);

    /** The newest commit of a writer. */
    @Nullable
    WriterMark mark(UUID writer);
}
