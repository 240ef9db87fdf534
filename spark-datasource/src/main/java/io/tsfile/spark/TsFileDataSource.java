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
import io.tsfile.spark.write.PathTable;
import io.tsfile.spark.write.PathWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.util.CaseInsensitiveMap;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.CreatableRelationProvider;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The format {@code tsfile}: {@code spark.read().format("tsfile").load(folder)} reads a table or a plain folder of TsFiles, and
 * {@code rows.write().format("tsfile").save(folder)} writes to a table, or makes one.
 *
 * <p>Spark makes one instance per load and calls it from one thread.
 */
public final class TsFileDataSource implements TableProvider, DataSourceRegister, CreatableRelationProvider {
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

    /** Who reads may say which columns there are; who writes is asked for none, and there may be no table yet. */
    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        // Spark hands back the schema that it asked for, or gives that of rows to write, or the user's.
        boolean own =
                properties.containsKey(PathWrite.BATCH) || (loaded != null && schema.equals(loaded.shownSchema()));
        Optional<StructType> given = own ? Optional.empty() : Optional.of(schema);
        return new PathTable(properties, () -> load(PathWrite.readOptions(properties), given), given);
    }

    @Override
    public BaseRelation createRelation(
            SQLContext context,
            SaveMode mode,
            scala.collection.immutable.Map<String, String> options,
            Dataset<Row> rows) {
        Map<String, String> given = CollectionConverters.asJava(
                // Names of columns and of Hadoop's settings have a case.
                options instanceof CaseInsensitiveMap<String> map ? map.originalMap() : options);
        try {
            PathWrite.save(mode, given, rows);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + given.get("path"), e);
        }
        return new Saved(context, rows.schema());
    }

    /** What was written, of which Spark wants no more than that it is something. */
    private static final class Saved extends BaseRelation {
        private final SQLContext context;
        private final StructType schema;

        Saved(SQLContext context, StructType schema) {
            this.context = context;
            this.schema = schema;
        }

        @Override
        public SQLContext sqlContext() {
            return context;
        }

        @Override
        public StructType schema() {
            return schema;
        }
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
