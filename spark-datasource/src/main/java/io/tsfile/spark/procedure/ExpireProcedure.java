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

import io.tsfile.core.maintenance.Retention;
import io.tsfile.core.table.CommitResult;
import java.io.IOException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code CALL ts.system.expire('plant.motors')}. */
final class ExpireProcedure extends SystemProcedure {
    private static final String NAME = "expire";

    private final NamedTables tables;

    ExpireProcedure(NamedTables tables) {
        super(
                NAME,
                "deletes rows that are older than the table's ttl",
                new StructType().add("commit", DataTypes.LongType, true),
                table());
        this.tables = tables;
    }

    @Override
    void run(Arguments arguments, Answer answer) throws IOException {
        tables.with(
                NAME,
                arguments.text(TABLE),
                table -> answer.add(
                        Retention.apply(table).map(CommitResult::number).orElse(null)));
    }
}
