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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.spark.catalog.CatalogTables;
import io.tsfile.spark.job.CompactTable;
import io.tsfile.spark.job.CompactionReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.procedures.BoundProcedure;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** {@code CALL ts.system.compact(table => 'plant.motors', target_file_bytes => 268435456)}. */
final class CompactProcedure implements UnboundProcedure, BoundProcedure {
    static final String NAME = "compact";

    private static final StructType RESULT = new StructType()
            .add("files_before", DataTypes.IntegerType, false)
            .add("files_after", DataTypes.IntegerType, false)
            .add("bytes_before", DataTypes.LongType, false)
            .add("bytes_after", DataTypes.LongType, false)
            .add("sections_before", DataTypes.IntegerType, false)
            .add("sections_after", DataTypes.IntegerType, false)
            .add("overlap_before", DataTypes.IntegerType, false)
            .add("overlap_after", DataTypes.IntegerType, false)
            .add("tasks", DataTypes.IntegerType, false)
            .add("duration_ms", DataTypes.LongType, false);

    private final String catalog;
    private final CatalogTables tables;

    CompactProcedure(String catalog, CatalogTables tables) {
        this.catalog = catalog;
        this.tables = tables;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "merges overlapping and small files of a table; the rows stay the same";
    }

    @Override
    public BoundProcedure bind(StructType inputType) {
        return this;
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }

    @Override
    public ProcedureParameter[] parameters() {
        return new ProcedureParameter[] {
            ProcedureParameter.in("table", DataTypes.StringType)
                    .comment("the table's name, with or without the catalog and the namespace")
                    .build(),
            ProcedureParameter.in("target_file_bytes", DataTypes.LongType)
                    .defaultValue(CompactTable.DEFAULT_TARGET_FILE_BYTES + "L")
                    .comment("how long files get")
                    .build(),
            ProcedureParameter.in("max_bytes_per_second", DataTypes.LongType)
                    .defaultValue("0L")
                    .comment("what each executor reads and writes at most; 0 for no limit")
                    .build(),
            ProcedureParameter.in("strategy", DataTypes.StringType)
                    .defaultValue("'auto'")
                    .comment("auto for what is worth it, force for all files that were not compacted yet")
                    .build(),
            ProcedureParameter.in("dry_run", DataTypes.BooleanType)
                    .defaultValue("false")
                    .comment("whether it only counts the tasks that it would begin with")
                    .build()
        };
    }

    @Override
    public Iterator<Scan> call(InternalRow input) {
        for (int i = 0; i < parameters().length; i++) {
            if (input.isNullAt(i)) {
                throw new TsFileConnectorException(
                        "Cannot compact: " + parameters()[i].name() + " is null; give a value, or leave it away");
            }
        }
        String table = input.getUTF8String(0).toString();
        try {
            CompactionReport report = CompactTable.at(SparkSession.active(), tables.location(identifier(table)))
                    .targetFileBytes(input.getLong(1))
                    .maxBytesPerSecond(input.getLong(2))
                    .force(isForced(input.getUTF8String(3).toString()))
                    .dryRun(input.getBoolean(4))
                    .run();
            return List.<Scan>of(new Result(row(report))).iterator();
        } catch (NoSuchTableException e) {
            throw new TsFileConnectorException(
                    "Cannot compact '" + table + "': there is no such table in catalog " + catalog, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compact '" + table + "'", e);
        }
    }

    private static boolean isForced(String strategy) {
        return switch (strategy) {
            case "auto" -> false;
            case "force" -> true;
            default ->
                throw new TsFileConnectorException(
                        "Cannot compact with the strategy '" + strategy + "': strategies are auto and force");
        };
    }

    /** Splits a name as SQL does, quotes and all. */
    private Identifier identifier(String table) {
        List<String> parts = parts(table);
        if (parts.size() > 1 && parts.get(0).equals(catalog)) {
            parts = parts.subList(1, parts.size());
        }
        int last = parts.size() - 1;
        return Identifier.of(parts.subList(0, last).toArray(String[]::new), parts.get(last));
    }

    private static List<String> parts(String table) {
        try {
            return CollectionConverters.asJava(
                    SparkSession.active().sessionState().sqlParser().parseMultipartIdentifier(table));
        } catch (ParseException e) {
            throw new TsFileConnectorException(
                    "Cannot read '" + table
                            + "' as the name of a table: write namespace.table, with back quotes around a name"
                            + " that is not made of letters, digits and underscores",
                    e);
        }
    }

    private static InternalRow row(CompactionReport report) {
        return new GenericInternalRow(new Object[] {
            report.before().files(),
            report.after().files(),
            report.before().bytes(),
            report.after().bytes(),
            report.before().sections(),
            report.after().sections(),
            report.before().overlap(),
            report.after().overlap(),
            report.tasks(),
            report.durationMillis()
        });
    }

    /** The one row of the answer. */
    private record Result(InternalRow row) implements LocalScan {
        @Override
        public InternalRow[] rows() {
            return new InternalRow[] {row};
        }

        @Override
        public StructType readSchema() {
            return RESULT;
        }
    }
}
