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
import java.util.List;
import java.util.UUID;

/**
 * A change to a table that happens as a whole or not at all.
 *
 * @param table the id of the table it was made for
 * @param id what makes it happen once
 * @param operation who and why, for people: "flink append", "compaction"
 * @param adds files to make visible, complete and durable; their versions are open in an append
 * @param removes paths of live files to remove; also what the commit was computed from, so that it conflicts with every
 *     commit that removed one of them before
 */
public record Commit(UUID table, CommitId id, String operation, List<DataFile> adds, List<String> removes) {
    /** A commit that only adds files; it conflicts with no other append. */
    public static Commit append(UUID table, CommitId id, String operation, List<DataFile> adds) {
        return new Commit(table, id, operation, adds, List.of());
    }
}
