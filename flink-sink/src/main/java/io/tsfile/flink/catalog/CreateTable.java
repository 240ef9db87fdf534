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

import io.tsfile.core.table.TableMetadata;
import io.tsfile.flink.sql.Declarations;
import io.tsfile.flink.sql.TsFileOptions;
import io.tsfile.flink.sql.TsFileTableFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.factories.FactoryUtil;

/** Translates {@code CREATE TABLE} into a table's metadata. Pure. */
final class CreateTable {
    private CreateTable() {}

    /**
     * The metadata of a new table.
     *
     * @param name its name for messages
     * @param objectName its name
     * @param warehouse where the catalog's tables are
     * @throws CatalogException if a table of TsFiles in this catalog cannot be so
     * @throws org.apache.flink.table.api.ValidationException as {@link Declarations#metadata}
     */
    static TableMetadata metadata(String name, String objectName, ResolvedCatalogTable table, String warehouse) {
        if (table.isPartitioned() || table.getDistribution().isPresent()) {
            throw new CatalogException("Cannot create table " + name
                    + " PARTITIONED BY or DISTRIBUTED BY columns: its files are cut by time alone ('"
                    + TsFileOptions.TIME_PARTITION.key() + "'), and devices are found by their tags ('"
                    + TsFileOptions.TAG_COLUMNS.key() + "'); leave the clause out");
        }
        Map<String, String> given = ownOptions(name, table.getOptions(), warehouse);
        Map<String, String> declared = new TreeMap<>();
        given.forEach((option, value) -> {
            if (!TableSettings.isFixed(option)) {
                String kept = TableSettings.keptName(name, option);
                if (!Declarations.isOfLog(option)) {
                    declared.put(kept, value);
                }
            }
        });
        TableMetadata metadata = Declarations.metadata(name, objectName, given, table.getResolvedSchema());
        declared.putAll(new DeclaredSchema(name, metadata.schema())
                .options(table.getResolvedSchema(), Objects.toString(table.getComment(), "")));
        for (Map.Entry<String, String> option : declared.entrySet()) {
            metadata = metadata.withOption(option.getKey(), option.getValue());
        }
        return metadata;
    }

    /** The options without those that only say where another table of the warehouse is, whose columns LIKE took. */
    private static Map<String, String> ownOptions(String name, Map<String, String> given, String warehouse) {
        Map<String, String> options = new TreeMap<>(given);
        String connector = options.remove(FactoryUtil.CONNECTOR.key());
        if (connector != null && !connector.equals(TsFileTableFactory.IDENTIFIER)) {
            throw new CatalogException("Cannot create table " + name + " with connector '" + connector
                    + "': this catalog holds tables of TsFiles. Use CREATE TEMPORARY TABLE, or another catalog, such as"
                    + " default_catalog");
        }
        String path = options.get(TsFileOptions.PATH.key());
        if (path != null && path.startsWith(warehouse + "/")) {
            options.remove(TsFileOptions.PATH.key());
            options.remove(TsFileOptions.TABLE.key());
            options.keySet().removeIf(option -> option.startsWith(TsFileOptions.HADOOP_PREFIX));
        }
        for (String fixed : List.of(TsFileOptions.PATH.key(), TsFileOptions.TABLE.key())) {
            if (options.containsKey(fixed)) {
                throw new CatalogException("Cannot create table " + name + " with '" + fixed + "' = '"
                        + options.get(fixed) + "': its name says where a table of this catalog is. Leave the option"
                        + " out, or use CREATE TEMPORARY TABLE for a table elsewhere");
            }
        }
        return options;
    }
}
