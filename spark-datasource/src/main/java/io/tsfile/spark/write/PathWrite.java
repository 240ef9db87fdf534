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
package io.tsfile.spark.write;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.spark.read.Locations;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code df.write.format("tsfile").save(folder)}: makes the table where there is none, and then writes to it.
 *
 * <p>Spark offers sources without a catalog no way to make a table but that of old sources, which are given the save mode and the
 * rows. The rows then come again, by the way that all others take, with an option that tells so.
 */
public final class PathWrite {
    /** Says that the table is there, and that its mode has been seen to. */
    public static final String BATCH = "__tsfile.batch";

    /** Says that the rows are in order already. */
    static final String ARRANGED = "__tsfile.arranged";

    /** Where Spark puts what is given to {@code partitionBy} and {@code clusterBy}. */
    private static final Set<String> PARTITIONED_BY = Set.of("__partition_columns", "__clustering_columns");

    private static final Logger LOG = LoggerFactory.getLogger(PathWrite.class);
    private static final long FIRST_COMMIT = 1;

    private PathWrite() {}

    /**
     * Writes rows to a folder.
     *
     * @param options as the user gave them
     * @throws TsFileConnectorException if there is a table and the mode wants none, or the rows do not fit
     */
    public static void save(SaveMode mode, Map<String, String> options, Dataset<Row> rows) throws IOException {
        WriteOptions parsed = new WriteOptions(options);
        if (options.keySet().stream().anyMatch(PARTITIONED_BY::contains)) {
            throw new TsFileConnectorException("Cannot write to " + parsed.path()
                    + " with partitionBy or clusterBy: files" + " are cut by time, which option "
                    + WriteOption.TIME_PARTITION.key() + " sets for a new table");
        }
        StoreLocation location = Locations.resolve(parsed.path(), parsed.hadoop());
        NewTable asked = new NewTable(location, parsed, rows.schema());
        try (FileStore store = location.open()) {
            boolean exists = Table.exists(store);
            if (exists && mode == SaveMode.Ignore) {
                return;
            }
            if (exists && mode == SaveMode.ErrorIfExists) {
                throw new TsFileConnectorException("Cannot save to " + location.uri()
                        + ": there is a table. Choose mode append or overwrite, or another folder");
            }
            TableMetadata table = asked.createOrCheck(store);
            // Spark throws checked exceptions that it does not declare.
            boolean written = false;
            try {
                Optional<Dataset<Row>> arranged = ArrangedRows.of(rows, table, parsed);
                write(mode, options, arranged.isPresent(), complete(arranged.orElse(rows), table.schema()));
                written = true;
            } finally {
                if (!written && asked.isCreated()) {
                    dropIfEmpty(store);
                }
            }
        }
    }

    /** The options with which a table is loaded: of a write, those that say how it is seen. */
    public static Map<String, String> readOptions(Map<String, String> options) {
        return options.containsKey(BATCH) ? shown(options) : options;
    }

    /** The options of a write that say how the table is seen. */
    static Map<String, String> shown(Map<String, String> options) {
        Map<String, String> shown = new TreeMap<>(options);
        shown.keySet()
                .removeIf(name -> !name.startsWith("fs.")
                        && !name.equalsIgnoreCase(WriteOption.PATH.key())
                        && !name.equalsIgnoreCase(WriteOption.TIMESTAMP_AS.key()));
        return shown;
    }

    /** With NULL in the columns that the rows do not have: Spark 4.0 does not see to it. */
    private static Dataset<Row> complete(Dataset<Row> rows, TableSchema table) {
        boolean exactly = Boolean.parseBoolean(rows.sparkSession().conf().get("spark.sql.caseSensitive", "false"));
        Set<String> there = new TreeSet<>(exactly ? Comparator.naturalOrder() : String.CASE_INSENSITIVE_ORDER);
        Collections.addAll(there, rows.columns());
        Map<String, org.apache.spark.sql.Column> missing = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            if (!there.contains(column.name())) {
                missing.put(column.name(), functions.lit(null));
            }
        }
        return missing.isEmpty() ? rows : rows.withColumns(missing);
    }

    private static void write(SaveMode mode, Map<String, String> options, boolean arranged, Dataset<Row> rows) {
        DataFrameWriter<Row> writer = rows.write()
                .format("tsfile")
                .mode(mode == SaveMode.Overwrite ? SaveMode.Overwrite : SaveMode.Append)
                .option(BATCH, true)
                .option(ARRANGED, arranged);
        options.forEach((name, value) -> {
            if (!name.startsWith("__")) {
                writer.option(name, value);
            }
        });
        writer.save();
    }

    /** What nobody has written to goes with the job that made it. */
    private static void dropIfEmpty(FileStore store) {
        try {
            if (Table.open(store).snapshot().number() == FIRST_COMMIT) {
                Table.drop(store);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "Could not drop the table in {}, whose first rows could not be written",
                    store.location().uri(),
                    e);
        }
    }
}
