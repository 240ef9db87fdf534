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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.flink.BadRows;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;

/**
 * A table as Flink knows it: {@code CREATE TABLE} with the hints of a statement, checked.
 *
 * @param name in Flink, for messages
 * @param declared all its columns
 * @param timeColumn which of them is the time
 * @param schema what these are in TsFile
 * @param hasKey whether it declares its primary key, which updates and deletes need
 * @param location its folder
 * @param newTable what it is if there is none in the folder yet
 * @param encoding what this job fixes of the encoding
 * @param options how this job handles it
 */
record DeclaredTable(
        String name,
        ResolvedSchema declared,
        String timeColumn,
        TableSchema schema,
        boolean hasKey,
        StoreLocation location,
        NewTable newTable,
        EncodingOptions encoding,
        ReadableConfig options) {
    /**
     * Reads a declaration.
     *
     * @throws ValidationException if no table can be so; with table, option or column, reason and advice
     */
    static DeclaredTable of(DynamicTableFactory factory, DynamicTableFactory.Context context) {
        String name = context.getObjectIdentifier().asSummaryString();
        Map<String, String> given = context.getCatalogTable().getOptions();
        OptionChecks.check(name, given);
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(factory, context);
        helper.validateExcept(OptionChecks.prefixes());
        ReadableConfig options = helper.getOptions();
        if (context.getCatalogTable().isPartitioned()) {
            throw new ValidationException("Cannot use table " + name + " PARTITIONED BY "
                    + context.getCatalogTable().getPartitionKeys()
                    + ": tables are cut by time alone ('time.partition'), and devices are found by their tags"
                    + " ('tag.columns'); leave the clause out");
        }
        ResolvedSchema declared = context.getCatalogTable().getResolvedSchema();
        SchemaResolver resolver = new SchemaResolver(name, options, declared, physical(declared));
        TableSchema schema = resolver.resolve(context.getObjectIdentifier().getObjectName());
        if (!options.get(TsFileOptions.ALIGNED) && schema.model() == TableModel.TABLE) {
            throw new ValidationException("Cannot use 'aligned' = 'false' for table " + name
                    + ": in the table model the columns of a device share their times; remove the option, or set"
                    + " 'model'='tree'");
        }
        boolean hasKey = PrimaryKey.isDeclared(name, context.getCatalogTable().getResolvedSchema(), schema);
        if (options.getOptional(TsFileOptions.DEAD_LETTER_PATH).isPresent()
                && options.get(TsFileOptions.BAD_ROWS) == BadRowRule.FAIL) {
            throw new ValidationException("Cannot use '" + TsFileOptions.DEAD_LETTER_PATH.key() + "' for table " + name
                    + ": bad rows fail the job, so that nothing goes there; set '" + TsFileOptions.BAD_ROWS.key()
                    + "' = '" + BadRowRule.DEAD_LETTER + "', or leave it out");
        }
        try {
            StoreLocation location = StoreLocation.of(
                    options.get(TsFileOptions.PATH), withoutPrefix(given, TsFileOptions.HADOOP_PREFIX));
            NewTable newTable = NewTable.of(name, schema, options, given);
            return new DeclaredTable(
                    name,
                    declared,
                    resolver.timeColumn(),
                    schema,
                    hasKey,
                    location,
                    newTable,
                    encoding(schema, given),
                    options);
        } catch (TsFileConnectorException e) {
            throw new ValidationException(e.getMessage() + " (table " + name + ")", e);
        }
    }

    /** The columns that are stored. */
    RowType type() {
        return physical(declared);
    }

    private static RowType physical(ResolvedSchema declared) {
        return (RowType) declared.toPhysicalRowDataType().getLogicalType();
    }

    /** What becomes of rows that cannot be written. */
    BadRows badRows() {
        if (options.get(TsFileOptions.BAD_ROWS) == BadRowRule.FAIL) {
            return BadRows.fail();
        }
        // The folder is opened as the table's is.
        return options.getOptional(TsFileOptions.DEAD_LETTER_PATH)
                .map(folder -> BadRows.deadLetters(new StoreLocation(folder, location.configuration())))
                .orElseGet(BadRows::deadLetters);
    }

    /** What the job fixes, with the names that the user gave in what is refused. */
    private static EncodingOptions encoding(TableSchema schema, Map<String, String> given) {
        try {
            return EncodingOptions.of(schema, withoutPrefix(given, TsFileOptions.SINK_PREFIX));
        } catch (TsFileConnectorException e) {
            throw new TsFileConnectorException(
                    e.getMessage() + " (options that start with '" + TsFileOptions.SINK_PREFIX + "')", e);
        }
    }

    private static Map<String, String> withoutPrefix(Map<String, String> given, String prefix) {
        return given.entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix))
                .collect(Collectors.toMap(e -> e.getKey().substring(prefix.length()), Map.Entry::getValue));
    }
}
