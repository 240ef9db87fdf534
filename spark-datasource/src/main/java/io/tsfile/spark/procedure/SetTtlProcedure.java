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
import io.tsfile.core.table.TimeToLive;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code CALL ts.system.set_ttl('plant.motors', '90d')}. */
final class SetTtlProcedure extends SystemProcedure {
    private static final String NAME = "set_ttl";
    private static final String TTL = "ttl";
    private static final String APPLY = "apply";

    private final NamedTables tables;

    SetTtlProcedure(NamedTables tables) {
        super(
                NAME,
                "sets how long rows are kept by their own time, and deletes what is older",
                new StructType().add("ttl", DataTypes.StringType, true).add("commit", DataTypes.LongType, true),
                table(),
                required(TTL, DataTypes.StringType, "90d, 12h, ... or a number in the table's unit; null for ever"),
                optional(APPLY, DataTypes.BooleanType, "true", "whether what is older by now is deleted at once"));
        this.tables = tables;
    }

    @Override
    void run(Arguments arguments, Answer answer) throws IOException {
        Optional<String> ttl = arguments.optionalText(TTL);
        boolean apply = arguments.flag(APPLY);
        tables.with(NAME, arguments.text(TABLE), table -> {
            table.alter(metadata -> ttl.map(value -> metadata.withOption(TimeToLive.OPTION, value))
                    .orElseGet(() -> metadata.withoutOption(TimeToLive.OPTION)));
            Optional<CommitResult> done = apply ? Retention.apply(table) : Optional.empty();
            answer.add(ttl.orElse(null), done.map(CommitResult::number).orElse(null));
        });
    }
}
