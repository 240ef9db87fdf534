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

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;

/** Finds {@code 'connector'='tsfile'}, checks its options and columns, and makes the sink. */
public final class TsFileTableFactory implements DynamicTableSinkFactory {
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

    /** What a stored plan takes from the catalog when it is run: how a job writes, and nothing of what the table is. */
    @Override
    public Set<ConfigOption<?>> forwardOptions() {
        return Set.of(TsFileOptions.BUFFER_MEMORY, TsFileOptions.FILE_SIZE, TsFileOptions.COMMIT_TIMEOUT);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        return new TsFileTableSink(DeclaredTable.of(this, context));
    }
}
