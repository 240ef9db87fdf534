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
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.TimeUtils;

/** Finds {@code 'connector'='tsfile'}, checks its options and columns, and makes the sink. */
public final class TsFileTableFactory implements DynamicTableSinkFactory {
    /** The connector's name in SQL. */
    public static final String IDENTIFIER = "tsfile";

    private static final String NO_PARTITION = "none";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return TsFileOptions.required();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return TsFileOptions.optional();
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        helper.validateExcept(TsFileOptions.prefixes());
        ReadableConfig options = helper.getOptions();
        String name = context.getObjectIdentifier().asSummaryString();
        if (context.getCatalogTable().isPartitioned()) {
            throw new ValidationException("Cannot write to " + name + " PARTITIONED BY "
                    + context.getCatalogTable().getPartitionKeys()
                    + ": tables are cut by time alone ('time-partition'), and devices are found by their tags"
                    + " ('tag.columns'); leave the clause out");
        }
        RowType type = (RowType) context.getPhysicalRowDataType().getLogicalType();
        TableSchema schema = new SchemaResolver(
                        name, options, context.getCatalogTable().getResolvedSchema(), type)
                .resolve(context.getObjectIdentifier().getObjectName());
        if (!options.get(TsFileOptions.ALIGNED) && schema.model() == TableModel.TABLE) {
            throw new ValidationException("Cannot write to " + name
                    + " with 'aligned'='false': in the table model the columns of a device share their times; remove the"
                    + " option, or set 'model'='tree'");
        }
        return new TsFileTableSink(new TsFileTableSink.Settings(
                type,
                schema,
                location(context, options),
                partitioning(options, schema.precision()),
                encoding(context, schema, ""),
                encoding(context, schema, TsFileOptions.SINK_PREFIX),
                options));
    }

    /** The encoding options that start with the prefix. */
    private static EncodingOptions encoding(Context context, TableSchema schema, String prefix) {
        Map<String, String> given = withoutPrefix(context, prefix);
        try {
            return EncodingOptions.of(schema, given);
        } catch (TsFileConnectorException e) {
            throw new ValidationException(
                    e.getMessage() + (prefix.isEmpty() ? "" : " (options that start with '" + prefix + "')"), e);
        }
    }

    private static StoreLocation location(Context context, ReadableConfig options) {
        return StoreLocation.of(options.get(TsFileOptions.PATH), withoutPrefix(context, TsFileOptions.HADOOP_PREFIX));
    }

    private static Map<String, String> withoutPrefix(Context context, String prefix) {
        return context.getCatalogTable().getOptions().entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix))
                .collect(Collectors.toMap(e -> e.getKey().substring(prefix.length()), Map.Entry::getValue));
    }

    private static TimePartitioning partitioning(ReadableConfig options, TimePrecision precision) {
        String text = options.get(TsFileOptions.TIME_PARTITION).trim().toLowerCase(Locale.ROOT);
        if (text.equals(NO_PARTITION)) {
            return TimePartitioning.NONE;
        }
        Duration length;
        try {
            length = TimeUtils.parseDuration(text);
        } catch (IllegalArgumentException e) {
            throw new ValidationException(
                    "Cannot cut time into partitions of '" + text + "': '" + TsFileOptions.TIME_PARTITION.key()
                            + "' is a duration such as '7 d', or 'none'",
                    e);
        }
        long interval = precision.unit().convert(length.toNanos(), TimeUnit.NANOSECONDS);
        if (interval < 1) {
            throw new ValidationException("Cannot cut time into partitions of '" + text + "': '"
                    + TsFileOptions.TIME_PARTITION.key() + "' must be one of the table's time units (" + precision
                    + ") at least, or 'none'");
        }
        return new TimePartitioning(interval);
    }
}
