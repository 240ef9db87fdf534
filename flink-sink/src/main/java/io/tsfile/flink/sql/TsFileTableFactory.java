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
import java.util.Set;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/** Finds {@code 'connector'='tsfile'}, checks its options and columns, and makes source and sink. */
public final class TsFileTableFactory implements DynamicTableSinkFactory, DynamicTableSourceFactory {
    /** The connector's name in SQL. */
    public static final String IDENTIFIER = "tsfile";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return OptionChecks.required();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return OptionChecks.optional();
    }

    /** What a stored plan takes from the catalog when it is run: how a job writes or reads, and nothing of what the table is. */
    @Override
    public Set<ConfigOption<?>> forwardOptions() {
        return Set.of(
                TsFileOptions.BUFFER_MEMORY,
                TsFileOptions.FILE_SIZE,
                TsFileOptions.COMMIT_TIMEOUT,
                TsFileOptions.SCAN_SPLIT_SIZE,
                TsFileOptions.SCAN_DISCOVERY);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        return new TsFileTableSink(DeclaredTable.of(this, context), context.getConfiguration());
    }

    /** Looks into the folder, because the columns that are there say what can be asked of them. */
    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        DeclaredTable table = DeclaredTable.of(this, context);
        boolean batch = context.getConfiguration().get(ExecutionOptions.RUNTIME_MODE) == RuntimeExecutionMode.BATCH;
        try {
            ScanSettings settings = ScanSettings.of(table.name(), table.options(), batch);
            StoredTable stored =
                    StoredTable.of(table.location(), table.schema().timeColumn(), settings.plain());
            return new TsFileTableSource(table.location(), stored, settings, table.type());
        } catch (TsFileConnectorException e) {
            throw new ValidationException(e.getMessage() + " (table " + table.name() + ")", e);
        }
    }
}
