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

import io.tsfile.core.model.Tombstone;
import java.util.List;

/**
 * What a commit does to the deletions of a table.
 *
 * @param added tombstones that come
 * @param addedFiles files of tombstones that come
 * @param forgotten tombstones that go, because they concern no live file any more
 * @param forgottenFiles paths of files of tombstones that go for the same reason
 */
record TombstoneChanges(
        List<Tombstone> added, List<TombstoneFile> addedFiles, List<Tombstone> forgotten, List<String> forgottenFiles) {
    static final TombstoneChanges NONE = new TombstoneChanges(List.of(), List.of(), List.of(), List.of());
}
