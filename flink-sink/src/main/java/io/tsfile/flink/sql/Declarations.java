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
package io.tsfile.flink.sql;

import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.TableMetadata;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.RowType;

/** Reads the options of {@code 'connector'='tsfile'} for a catalog, which makes tables without a job. */
public final class Declarations {
    private Declarations() {}

    /**
     * The table that a declaration makes, wherever it is.
     *
     * @param table its name for messages
     * @param objectName its name in the files, unless an option says another one
     * @param given all options of the connector, as text
     * @throws ValidationException if there is no such option, or no table can be so
     * @throws io.tsfile.core.TsFileConnectorException if the log does not take an option
     */
    public static TableMetadata metadata(
            String table, String objectName, Map<String, String> given, ResolvedSchema declared) {
        check(table, given);
        Configuration options = Configuration.fromMap(given);
        RowType type = (RowType) declared.toPhysicalRowDataType().getLogicalType();
        TableSchema schema = new SchemaResolver(table, options, declared, type).resolve(objectName);
        NewTable made = NewTable.of(table, schema, options, given);
        return TableMetadata.of(schema, made.partitioning(), made.options());
    }

    /**
     * Refuses options that there are not, and values that they do not take.
     *
     * @param table its name for messages
     * @throws ValidationException for the first one
     */
    public static void check(String table, Map<String, String> given) {
        OptionChecks.check(table, given);
    }

    /**
     * Whether a declaration has a primary key.
     *
     * @param table its name for messages
     * @throws ValidationException if it has one that does not tell the table's rows apart
     */
    public static boolean hasKey(String table, ResolvedSchema declared, TableSchema schema) {
        return PrimaryKey.isDeclared(table, declared, schema);
    }

    /** Whether the connector has an option of that name. */
    public static boolean isOption(String key) {
        return OptionChecks.isKnown(key);
    }

    /** Whether an option is one that the log keeps under its own name. */
    public static boolean isOfLog(String key) {
        return NewTable.isOfLog(key);
    }
}
