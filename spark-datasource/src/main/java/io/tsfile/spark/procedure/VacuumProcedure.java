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

import io.tsfile.core.maintenance.Vacuum;
import io.tsfile.core.maintenance.VacuumItem;
import io.tsfile.core.maintenance.VacuumPlan;
import java.io.IOException;
import java.util.Locale;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code CALL ts.system.vacuum('plant.motors', dry_run => true)}. */
final class VacuumProcedure extends SystemProcedure {
    private static final String NAME = "vacuum";
    private static final String DRY_RUN = "dry_run";

    private final NamedTables tables;

    VacuumProcedure(NamedTables tables) {
        super(
                NAME,
                "deletes files that no reader and no writer of a table needs any more",
                new StructType()
                        .add("path", DataTypes.StringType, false)
                        .add("bytes", DataTypes.LongType, false)
                        .add("reason", DataTypes.StringType, false)
                        .add("detail", DataTypes.StringType, false),
                table(),
                optional(DRY_RUN, DataTypes.BooleanType, "false", "whether it only says what it would delete"));
        this.tables = tables;
    }

    @Override
    void run(Arguments arguments, Answer answer) throws IOException {
        boolean dryRun = arguments.flag(DRY_RUN);
        tables.with(NAME, arguments.text(TABLE), table -> {
            VacuumPlan plan = dryRun ? Vacuum.plan(table) : Vacuum.run(table);
            for (VacuumItem item : plan.items()) {
                answer.add(item.path(), item.bytes(), item.reason().name().toLowerCase(Locale.ROOT), item.detail());
            }
        });
    }
}
