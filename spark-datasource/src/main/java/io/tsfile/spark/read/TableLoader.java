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
package io.tsfile.spark.read;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.PlainFolder;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.table.Table;
import io.tsfile.core.warehouse.Warehouse;
import io.tsfile.spark.read.ReadOptions.Wanted;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out what there is to read where a user points. On the driver. */
final class TableLoader {
    private TableLoader() {}

    /**
     * Loads what the options' paths hold.
     *
     * @throws TsFileConnectorException if that is no table and no TsFiles, or other ones than the options say
     */
    static Relation load(ReadOptions options) throws IOException {
        ReadPaths paths = ReadPaths.resolve(options.paths(), options.hadoop());
        try (FileStore store = paths.root().open()) {
            if (paths.single()) {
                Optional<Relation> table = logged(store, options);
                if (table.isPresent()) {
                    return table.get();
                }
            }
            refuseForPlain(paths.root(), options.travel());
            ScanSource found = PlainFolder.open(store, paths.plain(), options.plainOptions())
                    .source();
            TableSchema schema = asAsked(found.schema(), options);
            check(paths.root(), schema, options.wanted(), options.isNarrow());
            return relation(new TableSource.Plain(new ScanSource(found.location(), schema, found.files())), options);
        }
    }

    /** Loads a table that a catalog knows by name; nothing if the folder is no table. */
    static Optional<Relation> named(StoreLocation location, TimeTravel travel) throws IOException {
        try (FileStore store = location.open()) {
            if (!Table.exists(store)) {
                return Optional.empty();
            }
            return Optional.of(new Relation(
                    new TableSource.Logged(location, travel.of(Table.open(store))),
                    Optional.empty(),
                    Optional.empty(),
                    false));
        }
    }

    /** The table in the folder, or, where the user names one, in the folder of that name in it. */
    private static Optional<Relation> logged(FileStore store, ReadOptions options) throws IOException {
        if (Table.exists(store)) {
            return Optional.of(logged(store, options, options.wanted().table()));
        }
        Optional<String> folder = options.wanted().table().filter(Warehouse::isName);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try (FileStore child = store.child(folder.get())) {
            // The folder's name has said which table is meant, and may be another one than the table's own.
            return Table.exists(child) ? Optional.of(logged(child, options, Optional.empty())) : Optional.empty();
        }
    }

    private static Relation logged(FileStore store, ReadOptions options, Optional<String> name) throws IOException {
        StoreLocation location = store.location();
        refuseForTable(location, "order", options.plain().order());
        refuseForTable(location, "unsealed", options.plain().unsealed());
        refuseForTable(location, "timestampPrecision", options.plain().precision());
        TableSource.Logged source =
                new TableSource.Logged(location, options.travel().of(Table.open(store)));
        if (name.isPresent() && !name.get().equalsIgnoreCase(source.schema().name())) {
            throw new TsFileConnectorException("Cannot read table '" + name.get() + "' in " + location.uri()
                    + ": the table there is '" + source.schema().name() + "'");
        }
        check(location, source.schema(), options.wanted(), options.isNarrow());
        return relation(source, options);
    }

    private static Relation relation(TableSource source, ReadOptions options) {
        return new Relation(
                source, options.shown().timestampAs(), options.wanted().devices(), options.isNarrow());
    }

    /** Files without a log say neither the unit of their times nor what these are called. */
    private static TableSchema asAsked(TableSchema found, ReadOptions options) {
        return new TableSchema(
                found.model(),
                found.name(),
                options.wanted().timeColumn().orElse(found.timeColumn()),
                options.plain().precision().orElse(found.precision()),
                found.columns());
    }

    private static void check(StoreLocation location, TableSchema schema, Wanted wanted, boolean narrow) {
        if (wanted.model().isPresent() && wanted.model().get() != schema.model()) {
            throw new TsFileConnectorException("Cannot read " + location.uri() + " as model "
                    + lower(wanted.model().get()) + ": it is of model " + lower(schema.model())
                    + ". Leave the option out");
        }
        if (wanted.timeColumn().isPresent() && !wanted.timeColumn().get().equalsIgnoreCase(schema.timeColumn())) {
            throw new TsFileConnectorException("Cannot read " + location.uri() + " with timeColumn '"
                    + wanted.timeColumn().get() + "': its time is called '" + schema.timeColumn() + "'");
        }
        List<String> tags = schema.tags().stream().map(Column::name).toList();
        List<String> wantedTags = wanted.tagColumns()
                .map(names -> names.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList())
                .orElse(tags);
        if (!wantedTags.equals(tags)) {
            throw new TsFileConnectorException("Cannot read " + location.uri() + " with tagColumns " + wantedTags + ": "
                    + (schema.model() == TableModel.TREE
                            ? "devices of the tree model have paths, in column device, and no tags"
                            : "its tags are " + tags + ", in that order"));
        }
        if (schema.model() == TableModel.TABLE && (narrow || wanted.devices().isPresent())) {
            throw new TsFileConnectorException("Cannot read table '" + schema.name() + "' in " + location.uri()
                    + " with option " + (narrow ? "form" : "device")
                    + ": it is for the tree model. A table's devices are chosen by conditions on its tags");
        }
    }

    private static void refuseForTable(StoreLocation location, String option, Optional<?> value) {
        if (value.isPresent()) {
            throw new TsFileConnectorException("Cannot use option " + option + " on the table in " + location.uri()
                    + ": its log says it already; the option is for plain folders of TsFiles");
        }
    }

    private static void refuseForPlain(StoreLocation location, TimeTravel travel) {
        if (!travel.equals(TimeTravel.NEWEST)) {
            throw new TsFileConnectorException("Cannot read " + location.uri()
                    + " as it was: it is no table, and files without a log have no versions");
        }
    }

    private static String lower(TableModel model) {
        return model.name().toLowerCase(Locale.ROOT);
    }
}
