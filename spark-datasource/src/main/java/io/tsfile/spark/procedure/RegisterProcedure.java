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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.maintenance.Register;
import io.tsfile.core.maintenance.RegisterOptions;
import io.tsfile.core.maintenance.RegisterPlan;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.scan.PlainOptions;
import io.tsfile.spark.read.ReadOptions;
import io.tsfile.spark.read.TableProperties;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code CALL ts.system.register('/data/warehouse/default/old', time_precision => 'us')}. */
final class RegisterProcedure extends SystemProcedure {
    private static final String NAME = "register";
    private static final String FOLDER = "folder";
    private static final String PRECISION = "time_precision";
    private static final String PARTITION = "time_partition";
    private static final String ORDER = "order";
    private static final String UNSEALED = "unsealed";
    private static final String DRY_RUN = "dry_run";

    private final NamedTables tables;

    RegisterProcedure(NamedTables tables) {
        super(
                NAME,
                "makes a plain folder of TsFiles a table, without moving a byte",
                new StructType()
                        .add("table", DataTypes.StringType, false)
                        .add("files", DataTypes.IntegerType, false)
                        .add("bytes", DataTypes.LongType, false)
                        .add("rows", DataTypes.LongType, false)
                        .add("points", DataTypes.LongType, false)
                        .add("deletions", DataTypes.LongType, false)
                        .add("skipped_files", DataTypes.IntegerType, false)
                        .add("time_partition", DataTypes.StringType, false),
                required(FOLDER, DataTypes.StringType, "the folder; one in the warehouse is a table by name then"),
                optional(PRECISION, DataTypes.StringType, "'ms'", "the unit of the times: ms, us or ns"),
                optional(
                        PARTITION,
                        DataTypes.StringType,
                        Arguments.NONE,
                        "how files are cut by time, as in TBLPROPERTIES; as IoTDB does if all files keep to that, else none"),
                optional(
                        ORDER,
                        DataTypes.StringType,
                        Arguments.NONE,
                        "name or modified: which of two overlapping files is newer, where names are not IoTDB's"),
                optional(UNSEALED, DataTypes.StringType, "'fail'", "what becomes of incomplete files: fail or skip"),
                optional(DRY_RUN, DataTypes.BooleanType, "false", "whether it only says what it would do"));
        this.tables = tables;
    }

    @Override
    void run(Arguments arguments, Answer answer) throws IOException {
        String folder = arguments.text(FOLDER);
        Map<String, String> given = new HashMap<>();
        given.put(PRECISION, arguments.text(PRECISION));
        arguments.optionalText(ORDER).ifPresent(order -> given.put(ORDER, order));
        TimePrecision precision = ReadOptions.choice(given, PRECISION, TimePrecision.values(), ReadOptions::shortName)
                .orElse(TimePrecision.MILLIS);
        Optional<String> order = ReadOptions.choice(given, ORDER, new String[] {"name", "modified"}, word -> word);
        Optional<TimePartitioning> partitioning =
                arguments.optionalText(PARTITION).map(interval -> TableProperties.parseInterval(interval, precision));
        PlainOptions.Unsealed unsealed = arguments.choice(UNSEALED, PlainOptions.Unsealed.class);
        boolean dryRun = arguments.flag(DRY_RUN);
        RegisterOptions options = new RegisterOptions(
                new PlainOptions(Optional.empty(), order, unsealed), precision, partitioning, Map.of());
        try (FileStore store = tables.folder(folder).open()) {
            Register register = new Register(store, options);
            RegisterPlan plan = dryRun ? register.plan() : register.run();
            answer.add(
                    plan.metadata().schema().name(),
                    plan.files().size(),
                    plan.bytes(),
                    plan.rows(),
                    plan.points(),
                    plan.deletions(),
                    plan.skipped().size(),
                    TableProperties.spellInterval(plan.metadata().partitioning(), precision));
        }
    }
}
