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
package io.tsfile.core.flush.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.testing.RandomRows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PickPolicyTest {
    /** Hand-overs as words: reason, and how many memtables of one size. */
    @ParameterizedTest(name = "{0}: {1} to merge, up to {2}, at once {3}")
    @CsvSource({
        "'', 1, 9, true, 0",
        "SIZE, 1, 0, false, 1",
        "SIZE SIZE, 1, 0, false, 1",
        "SIZE SIZE, 1, 2, false, 2",
        "SIZE SIZE SIZE, 1, 2, false, 2",
        "SIZE, 2, 9, false, 0",
        "SIZE POINTS, 2, 9, false, 2",
        "SIZE SIZE, 3, 9, false, 0",
        "SIZE SIZE, 3, 9, true, 2",
        "SIZE SIZE, 3, 1, true, 1",
        "MANUAL, 3, 9, false, 1",
        "SIZE CHECKPOINT, 3, 9, false, 2",
        "SIZE CHECKPOINT, 3, 1, false, 1",
        "CHECKPOINT SIZE SIZE, 1, 9, false, 1",
        "SIZE MEMORY SIZE AGE, 1, 9, false, 2",
        "SIZE:3 SIZE, 1, 2, false, 1",
        "SIZE SIZE:3 SIZE, 1, 2, false, 1",
        "SIZE:0 SIZE:0 SIZE:3, 1, 0, false, 2"
    })
    void picksTheOldestOnes(String waiting, int minToMerge, int mergeTables, boolean atOnce, int picked) {
        List<HandOver> handOvers = new ArrayList<>();
        long bytes = memTable().bytes();
        for (String word : waiting.isEmpty() ? new String[0] : waiting.split(" ", -1)) {
            String[] parts = word.split(":", -1);
            List<MemTable> tables = new ArrayList<>();
            for (int i = parts.length == 1 ? 1 : Integer.parseInt(parts[1]); i > 0; i--) {
                tables.add(memTable());
            }
            handOvers.add(new HandOver(tables, FlushReason.valueOf(parts[0]), handOvers.size()));
        }
        PickPolicy policy = new PickPolicy(minToMerge, mergeTables * bytes);
        assertThat(policy.pick(handOvers, atOnce)).isEqualTo(picked);
    }

    private static MemTable memTable() {
        MemTable table = new MemTable(FolderTable.SCHEMA, true);
        RandomRows.KeyedRow row = new RandomRows(FolderTable.SCHEMA, 3, 1).next();
        table.append(row.device(), row.time(), row.row());
        return table;
    }
}
