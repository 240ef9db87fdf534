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

import io.tsfile.core.maintenance.Delete;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.CommitResult;
import io.tsfile.spark.read.Condition;
import io.tsfile.spark.read.KeyFilter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code CALL ts.system.delete('plant.motors', where => "site = 'paris' AND time < '2026-01-01'")}. */
final class DeleteProcedure extends SystemProcedure {
    private static final String NAME = "delete";
    private static final String WHERE = "where";
    private static final String COLUMNS = "columns";

    private final NamedTables tables;

    DeleteProcedure(NamedTables tables) {
        super(
                NAME,
                "deletes rows, or values of some columns, by time and by what names devices",
                new StructType().add("commit", DataTypes.LongType, true),
                table(),
                required(WHERE, DataTypes.StringType, "which rows: a condition on the time, on tags or on device"),
                optional(
                        COLUMNS,
                        DataTypes.StringType,
                        Arguments.NONE,
                        "the fields whose values go, with commas between them; whole rows without it"));
        this.tables = tables;
    }

    @Override
    void run(Arguments arguments, Answer answer) throws IOException {
        String name = arguments.text(TABLE);
        String where = arguments.text(WHERE);
        List<String> columns = arguments
                .optionalText(COLUMNS)
                .map(list ->
                        Arrays.stream(list.split(",", -1)).map(String::trim).toList())
                .orElse(List.of());
        tables.with(NAME, name, table -> {
            TableSchema schema = table.snapshot().metadata().schema();
            KeyFilter condition = Condition.of("delete from '" + name + "'", schema, where);
            Optional<CommitResult> done = condition.times().isEmpty()
                    ? Optional.empty()
                    : Delete.where(
                            table,
                            condition.devices().filter(schema),
                            columns.stream()
                                    .map(column -> spelled(schema, column))
                                    .distinct()
                                    .toList(),
                            condition.times().get());
            answer.add(done.map(CommitResult::number).orElse(null));
        });
    }

    /** As the table spells it, if that leaves no doubt; a name that is none is refused by the delete. */
    private static String spelled(TableSchema schema, String column) {
        List<String> alike = schema.fields().stream()
                .map(Column::name)
                .filter(column::equalsIgnoreCase)
                .toList();
        boolean exactly = SQLConf.get().caseSensitiveAnalysis() || alike.size() != 1;
        return exactly ? column : alike.get(0);
    }
}
