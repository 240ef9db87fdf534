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

import io.tsfile.flink.sql.Declarations;
import io.tsfile.flink.sql.TsFileOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Where a catalog's table keeps which option of the connector {@code tsfile}: some say what the table is, and are fixed; some the log
 * has for all engines; all others are for the jobs of Flink, and are kept with the prefix of {@link DeclaredSchema}. Pure.
 */
final class TableSettings {
    /** What a table is. */
    private static final Set<String> FIXED = keys(List.of(
            FactoryUtil.CONNECTOR,
            TsFileOptions.PATH,
            TsFileOptions.TABLE,
            TsFileOptions.MODEL,
            TsFileOptions.TIME_COLUMN,
            TsFileOptions.TIME_PRECISION,
            TsFileOptions.TAG_COLUMNS,
            TsFileOptions.TIME_PARTITION));

    private TableSettings() {}

    /** Whether an option says what the table is. */
    static boolean isFixed(String option) {
        return FIXED.contains(option);
    }

    /**
     * The name under which a table keeps an option that is not fixed.
     *
     * @throws CatalogException if it is the catalog's
     */
    static String keptName(String table, String option) {
        if (option.startsWith(TsFileOptions.HADOOP_PREFIX)) {
            throw new CatalogException("Cannot set '" + option + "' for table " + table
                    + ": settings of the file system are the catalog's; name it in CREATE CATALOG");
        }
        return Declarations.isOfLog(option) ? option : DeclaredSchema.PREFIX + option;
    }

    /** The options of the connector among those that a table keeps. */
    static Map<String, String> shown(Map<String, String> kept) {
        Map<String, String> shown = new TreeMap<>();
        kept.forEach((name, value) -> {
            if (Declarations.isOfLog(name)) {
                shown.put(name, value);
            } else if (name.startsWith(DeclaredSchema.PREFIX) && !DeclaredSchema.isName(name)) {
                String option = name.substring(DeclaredSchema.PREFIX.length());
                // Others are of a later version, which knows what to do with them.
                if (Declarations.isOption(option) && !isFixed(option)) {
                    shown.put(option, value);
                }
            }
        });
        return shown;
    }

    private static Set<String> keys(List<ConfigOption<?>> options) {
        Set<String> keys = new HashSet<>();
        for (ConfigOption<?> option : options) {
            keys.add(option.key());
            option.fallbackKeys().forEach(other -> keys.add(other.getKey()));
        }
        return Set.copyOf(keys);
    }
}
