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
package io.tsfile.flink.commit;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.table.CommitId;
import java.util.List;
import java.util.UUID;

/**
 * What one checkpoint changes in a table.
 *
 * @param table the table it was made for; one made later in the same folder is another one
 * @param id what makes it happen once (L3)
 * @param sealedAtMillis when it was made, in milliseconds since the epoch
 * @param files of all writers, with orders that are right within this commit
 * @param tombstones likewise
 */
public record TableCommittable(
        UUID table, CommitId id, long sealedAtMillis, List<DataFile> files, List<Tombstone> tombstones) {}
