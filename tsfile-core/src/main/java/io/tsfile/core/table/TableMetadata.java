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
package io.tsfile.core.table;

import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.model.SchemaEvolution;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a table is.
 *
 * @param id made once, with the table; a table that was dropped and made again has another one
 * @param schema its columns
 * @param partitioning how its files are cut by time
 * @param options what the user set for the table, by the names of {@code docs/}
 */
public record TableMetadata(UUID id, TableSchema schema, TimePartitioning partitioning, TreeMap<String, String> options)
        implements Serializable {
    /** The names of a table's options but those of the encoding ({@link EncodingOptions#isName}). */
    public static final List<String> OPTION_NAMES = List.of(
            TimeToLive.OPTION,
            TableOptions.RETENTION,
            TableOptions.ORPHAN_RETENTION,
            TableOptions.LOG_RETENTION,
            TableOptions.WRITER_RETENTION,
            TableOptions.CHECKPOINT_INTERVAL);

    /**
     * Metadata for a new table.
     *
     * @throws io.tsfile.core.TsFileConnectorException if the options fix an encoding that the columns cannot have, name no
     *     time to live, or are not what {@link TableOptions} says
     */
    public static TableMetadata of(TableSchema schema, TimePartitioning partitioning, Map<String, String> options) {
        TableMetadata metadata = new TableMetadata(UUID.randomUUID(), schema, partitioning, new TreeMap<>(options));
        metadata.checkOptions();
        return metadata;
    }

    /** Refuses options that nobody could read later, as {@link #of} does. */
    void checkOptions() {
        EncodingOptions.of(schema, options);
        TimeToLive.of(options, schema.precision());
        TableOptions.of(options);
    }

    /** The same table with other columns. */
    public TableMetadata withSchema(TableSchema changed) {
        return new TableMetadata(id, changed, partitioning, options);
    }

    /** The same table with one option set. */
    public TableMetadata withOption(String name, String value) {
        TreeMap<String, String> changed = new TreeMap<>(options);
        changed.put(name, value);
        return new TableMetadata(id, schema, partitioning, changed);
    }

    /** The same table without an option, which then has its default. */
    public TableMetadata withoutOption(String name) {
        TreeMap<String, String> changed = new TreeMap<>(options);
        changed.remove(name);
        return new TableMetadata(id, schema, partitioning, changed);
    }

    /** Why this table cannot become {@code after}, or nothing if it can. */
    Optional<String> refusal(TableMetadata after) {
        if (!partitioning.equals(after.partitioning)) {
            return Optional.of("its files are cut by times of " + partitioning.interval() + ", and would not be by "
                    + after.partitioning.interval());
        }
        return SchemaEvolution.refusal(schema, after.schema);
    }
}
