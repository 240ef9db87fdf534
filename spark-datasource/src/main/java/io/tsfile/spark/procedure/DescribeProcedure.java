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

import io.tsfile.core.maintenance.Describe;
import io.tsfile.core.maintenance.TableDescription;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code CALL ts.system.describe('plant.motors', commits => 20)}. */
final class DescribeProcedure extends SystemProcedure {
    private static final String NAME = "describe";
    private static final String COMMITS = "commits";
    private static final String SMALL_CHUNK_POINTS = "small_chunk_points";

    private final NamedTables tables;

    DescribeProcedure(NamedTables tables) {
        super(
                NAME,
                "says how a table stands, from its log alone",
                new StructType().add("name", DataTypes.StringType, false).add("value", DataTypes.StringType, false),
                table(),
                optional(COMMITS, DataTypes.IntegerType, "10", "how many of the newest commits are told"),
                optional(
                        SMALL_CHUNK_POINTS,
                        DataTypes.IntegerType,
                        "1000",
                        "chunks with fewer points on average are small"));
        this.tables = tables;
    }

    @Override
    void run(Arguments arguments, Answer answer) throws IOException {
        int commits = arguments.count(COMMITS);
        if (commits < 0) {
            throw arguments.wrong(COMMITS, commits, "it is a number of commits, or 0 for none");
        }
        int small = arguments.count(SMALL_CHUNK_POINTS);
        tables.with(NAME, arguments.text(TABLE), table -> tell(Describe.of(table, small, commits), answer));
    }

    private static void tell(TableDescription table, Answer answer) {
        answer.add("table", table.metadata().schema().name())
                .add("id", table.metadata().id().toString())
                .add("commit", String.valueOf(table.snapshot()))
                .add("time", Instant.ofEpochMilli(table.timeMillis()).toString())
                .add("files", String.valueOf(table.shape().files()))
                .add("bytes", String.valueOf(table.shape().bytes()))
                .add("rows stored", String.valueOf(table.shape().rows()))
                .add("points stored", String.valueOf(table.points()))
                .add("time partitions", String.valueOf(table.partitions()))
                .add("sections", String.valueOf(table.shape().sections()))
                .add("overlap", String.valueOf(table.shape().overlap()))
                .add("chunks", String.valueOf(table.chunks()))
                .add("share of small chunks", String.format(Locale.ROOT, "%.3f", table.smallChunkShare()))
                .add("files with deletions", String.valueOf(table.filesWithDeletions()))
                .add("tombstones", String.valueOf(table.tombstones()));
        table.levels()
                .forEach((level, shape) ->
                        answer.add("level " + level, shape.files() + " files, " + shape.bytes() + " bytes"));
        table.history()
                .forEach(commit -> answer.add(
                        "commit " + commit.number(),
                        Instant.ofEpochMilli(commit.timeMillis()) + " " + commit.operation() + " " + commit.metrics()));
    }
}
