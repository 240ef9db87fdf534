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
package io.tsfile.spark.procedure;

import io.tsfile.core.maintenance.Rollback;
import io.tsfile.core.maintenance.RollbackReport;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code CALL ts.system.rollback_to('plant.motors', 42)}. */
final class RollbackProcedure extends SystemProcedure {
    private static final String NAME = "rollback_to";
    private static final String VERSION = "version";

    private final NamedTables tables;

    RollbackProcedure(NamedTables tables) {
        super(
                NAME,
                "makes the rows what they were after an earlier commit, in a new one; the history stays",
                new StructType()
                        .add("commit", DataTypes.LongType, true)
                        .add("restored_files", DataTypes.IntegerType, false)
                        .add("removed_files", DataTypes.IntegerType, false),
                table(),
                required(VERSION, DataTypes.LongType, "the number of the commit, which describe tells"));
        this.tables = tables;
    }

    @Override
    void run(Arguments arguments, Answer answer) throws IOException {
        long version = arguments.number(VERSION);
        tables.with(NAME, arguments.text(TABLE), table -> {
            Optional<RollbackReport> done = Rollback.to(table, version);
            answer.add(
                    done.map(RollbackReport::commit).orElse(null),
                    done.map(RollbackReport::restored).orElse(0),
                    done.map(RollbackReport::removed).orElse(0));
        });
    }
}
