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
package io.tsfile.flink.catalog;

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.flink.sql.TsFileOptions;
import io.tsfile.flink.sql.TsFileTableFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.util.TimeUtils;

/** Translates a table's metadata into what Flink's planner needs: the columns, and options for the connector. */
final class ShownTable {
    private ShownTable() {}

    /**
     * The table as Flink has it.
     *
     * @param name its name for messages
     * @param location where it is, and how to get there
     */
    static CatalogTable of(String name, StoreLocation location, TableMetadata metadata) {
        TableSchema schema = metadata.schema();
        Map<String, String> kept = metadata.options();
        DeclaredSchema declared = new DeclaredSchema(name, schema);
        Schema shown = declared.shown(kept);
        Map<String, String> options = new TreeMap<>(TableSettings.shown(kept));
        location.configuration().forEach((key, value) -> options.put(TsFileOptions.HADOOP_PREFIX + key, value));
        options.put(FactoryUtil.CONNECTOR.key(), TsFileTableFactory.IDENTIFIER);
        options.put(TsFileOptions.PATH.key(), location.uri());
        options.put(TsFileOptions.TABLE.key(), schema.name());
        options.put(TsFileOptions.MODEL.key(), lower(schema.model()));
        options.put(TsFileOptions.TIME_COLUMN.key(), declared.spelled(schema.timeColumn(), kept));
        options.put(TsFileOptions.TIME_PRECISION.key(), lower(schema.precision()));
        options.put(TsFileOptions.TIME_PARTITION.key(), spelled(metadata.partitioning(), schema.precision()));
        if (schema.model() == TableModel.TABLE && !schema.tags().isEmpty()) {
            options.put(
                    TsFileOptions.TAG_COLUMNS.key(),
                    schema.tags().stream()
                            .map(Column::name)
                            .map(tag -> element(declared.spelled(tag, kept)))
                            .collect(Collectors.joining(";")));
        }
        return CatalogTable.newBuilder()
                .schema(shown)
                .comment(DeclaredSchema.comment(kept))
                .options(options)
                .build();
    }

    private static String spelled(TimePartitioning partitioning, TimePrecision precision) {
        long interval = partitioning.interval();
        return interval == 0
                ? "none"
                : TimeUtils.formatWithHighestUnit(
                        Duration.of(interval, precision.unit().toChronoUnit()));
    }

    /** A list's element as Flink reads it back. */
    private static String element(String name) {
        boolean plain = name.equals(name.trim()) && name.chars().noneMatch(c -> c == ';' || c == '\'' || c == '"');
        return plain ? name : "'" + name.replace("'", "''") + "'";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
