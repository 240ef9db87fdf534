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
package io.tsfile.spark.read;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.DevicePattern;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.spark.read.ReadOptions.TimestampAs;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.catalog.TableCatalog;

/**
 * What was loaded, and how it is to be shown.
 *
 * @param source the files of one moment
 * @param timestampAs how times are shown
 * @param devices which devices of the tree model; absent: all
 * @param narrow whether a row is one value
 */
record Relation(
        TableSource source, Optional<TimestampAs> timestampAs, Optional<DevicePattern> devices, boolean narrow) {
    /**
     * What Spark shows as the table's properties.
     *
     * @param managed whether the catalog says where the table is, so that a statement that makes one like it says no place
     */
    Map<String, String> properties(boolean managed) {
        Map<String, String> properties = new TreeMap<>();
        if (source instanceof TableSource.Logged logged) {
            addTable(logged.snapshot().metadata(), properties);
        }
        if (managed) {
            properties.put(TableCatalog.PROP_IS_MANAGED_LOCATION, "true");
        }
        properties.put(TableCatalog.PROP_PROVIDER, "tsfile");
        properties.put(TableCatalog.PROP_LOCATION, source.location().uri());
        return properties;
    }

    /** The comments of columns, by the columns' names. */
    Map<String, String> comments() {
        return source instanceof TableSource.Logged logged
                ? Comments.columns(logged.snapshot().metadata().options())
                : Map.of();
    }

    private static void addTable(TableMetadata metadata, Map<String, String> properties) {
        TableSchema schema = metadata.schema();
        properties.putAll(Comments.withoutThem(metadata.options()));
        Comments.table(metadata.options()).ifPresent(comment -> properties.put(TableCatalog.PROP_COMMENT, comment));
        properties.put(TableProperties.MODEL, schema.model().name().toLowerCase(Locale.ROOT));
        properties.put(TableProperties.TIME_COLUMN, schema.timeColumn());
        properties.put(TableProperties.TIME_PRECISION, ReadOptions.shortName(schema.precision()));
        properties.put(
                TableProperties.TIME_PARTITION,
                TableProperties.spellInterval(metadata.partitioning(), schema.precision()));
        if (schema.model() == TableModel.TABLE) {
            properties.put(
                    TableProperties.TAG_COLUMNS,
                    schema.tags().stream().map(Column::name).collect(Collectors.joining(",")));
        }
    }
}
