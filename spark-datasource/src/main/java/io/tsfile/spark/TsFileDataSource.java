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
package io.tsfile.spark;

import io.tsfile.spark.read.ReadOptions;
import io.tsfile.spark.read.TsFileTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code tsfile}: {@code spark.read().format("tsfile").load(folder)} reads a table, or TsFiles without a log.
 *
 * <p>Spark makes one instance per load and calls it from one thread.
 */
public final class TsFileDataSource implements TableProvider, DataSourceRegister {
    private @Nullable ReadOptions loadedOptions;
    private @Nullable TsFileTable loaded;

    /** Called by Spark. */
    public TsFileDataSource() {}

    @Override
    public String shortName() {
        return "tsfile";
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return load(options.asCaseSensitiveMap(), Optional.empty()).shownSchema();
    }

    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        // Spark hands the schema back that it asked for, unless the user gave one: then it did not ask.
        boolean own = loaded != null && schema.equals(loaded.shownSchema());
        return load(properties, own ? Optional.empty() : Optional.of(schema));
    }

    /** Spark asks for the schema, then for the table: the folder is looked at once for both. */
    private TsFileTable load(Map<String, String> properties, Optional<StructType> asked) {
        ReadOptions options = ReadOptions.of(properties);
        if (loaded == null || asked.isPresent() || !options.equals(loadedOptions)) {
            try {
                loaded = TsFileTable.load(options, asked);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot look into " + String.join(", ", options.paths()), e);
            }
            loadedOptions = options;
        }
        return loaded;
    }
}
