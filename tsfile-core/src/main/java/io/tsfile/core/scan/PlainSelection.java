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
package io.tsfile.core.scan;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.write.schema.IMeasurementSchema;

/**
 * The table that is read of a plain folder.
 *
 * @param schema its columns: those of all files together
 * @param files the files that hold it
 * @param others what else the files of the folder hold
 */
record PlainSelection(TableSchema schema, List<PlainFile> files, List<String> others) {
    private static final String TREE = "devices of the tree model";

    /** Chooses the table, or the devices of the tree model where there are no tables. */
    static PlainSelection of(String folder, List<PlainFile> files, PlainOptions options) {
        Set<String> names = new TreeSet<>();
        for (PlainFile file : files) {
            file.tables().keySet().forEach(name -> names.add(qualified(file, name)));
        }
        boolean tree = files.stream().anyMatch(PlainFile::hasTree);
        Optional<String> wanted = options.table();
        boolean onlyTree =
                names.isEmpty() && wanted.isEmpty() && options.model().isEmpty();
        if (options.devices().isPresent()
                || options.model().equals(Optional.of(TableModel.TREE))
                || (onlyTree && tree)) {
            checkTree(folder, names, tree, options);
            return tree(files.stream().filter(PlainFile::hasTree).toList(), List.copyOf(names), options.mergeTypes());
        }
        List<String> matching = names.stream()
                .filter(name -> wanted.isEmpty()
                        || name.equals(wanted.get())
                        || name.substring(name.lastIndexOf('.') + 1).equals(wanted.get()))
                .toList();
        boolean bothModels = tree && wanted.isEmpty() && options.model().isEmpty();
        if (matching.size() != 1 || bothModels) {
            throw new TsFileConnectorException("Cannot read " + folder + ": "
                    + wanted.map(name -> matching.isEmpty()
                                    ? "it holds no table '" + name + "'"
                                    : "several databases have a table '" + name + "'")
                            .orElse(matching.isEmpty() ? "it holds no table" : "it holds more than one table")
                    + ". It holds " + contents(names, tree)
                    + (names.isEmpty() ? "" : ". Name one table with option table")
                    + (bothModels ? ", or say with option model that the tree is meant" : ""));
        }
        String name = matching.get(0);
        names.remove(name);
        List<String> others = new ArrayList<>(names);
        if (tree) {
            others.add(TREE);
        }
        List<PlainFile> holding = files.stream()
                .filter(file -> file.tables().keySet().stream()
                        .anyMatch(own -> qualified(file, own).equals(name)))
                .toList();
        return table(name.substring(name.lastIndexOf('.') + 1), others, holding, options.mergeTypes());
    }

    private static void checkTree(String folder, Set<String> names, boolean tree, PlainOptions options) {
        if (options.table().isPresent() || options.model().equals(Optional.of(TableModel.TABLE))) {
            throw new TsFileConnectorException("Cannot read " + folder + ": "
                    + (options.devices().isPresent() ? "devices are chosen by their paths" : "the model is the tree's")
                    + ", and a table is asked for. A table's devices are chosen by conditions on its tags");
        }
        if (!tree) {
            throw new TsFileConnectorException("Cannot read " + folder + ": it holds no device of the tree model"
                    + options.devices()
                            .map(pattern -> " that is one of " + pattern)
                            .orElse("")
                    + (names.isEmpty() ? "" : ". It holds " + contents(names, false)));
        }
    }

    private static String contents(Set<String> names, boolean tree) {
        return (names.isEmpty() ? "no table" : "the tables " + String.join(", ", names)) + (tree ? " and " + TREE : "");
    }

    /** A table's name with its database in front, where the folder tells the database. */
    private static String qualified(PlainFile file, String table) {
        String database = file.iotdbName().map(IotdbName::database).orElse("");
        return database.isEmpty() ? table : database + "." + table;
    }

    private static PlainSelection tree(List<PlainFile> files, List<String> others, boolean mergeTypes) {
        PlainFields fields = new PlainFields(mergeTypes);
        for (PlainFile file : files) {
            file.measurements()
                    .forEach((name, types) -> types.forEach((type, device) -> fields.add(name, type, file, device)));
        }
        return new PlainSelection(TableSchema.ofTree("tree", fields.columns()), files, others);
    }

    private static PlainSelection table(String name, List<String> others, List<PlainFile> files, boolean mergeTypes) {
        PlainFields fields = new PlainFields(mergeTypes);
        List<String> tags = List.of();
        String timeColumn = TableSchema.DEFAULT_TIME_COLUMN;
        for (PlainFile file : files) {
            org.apache.tsfile.file.metadata.TableSchema schema =
                    Objects.requireNonNull(file.tables().get(name));
            List<String> own = new ArrayList<>();
            for (int i = 0; i < schema.getColumnSchemas().size(); i++) {
                IMeasurementSchema column = schema.getColumnSchemas().get(i);
                ColumnCategory category = schema.getColumnTypes().get(i);
                switch (category) {
                    case TAG -> own.add(column.getMeasurementName());
                    case FIELD -> fields.add(column.getMeasurementName(), column.getType(), file, null);
                    case TIME -> timeColumn = column.getMeasurementName();
                    default -> {
                        // Attributes are the server's own; no file holds their values.
                    }
                }
            }
            if (own.size() > tags.size()) {
                checkPrefix(tags, own, name, file, files.get(0));
                tags = own;
            } else {
                checkPrefix(own, tags, name, file, files.get(0));
            }
        }
        List<Column> columns = new ArrayList<>(tags.stream().map(Column::tag).toList());
        columns.addAll(fields.columns());
        return new PlainSelection(
                new TableSchema(TableModel.TABLE, name, timeColumn, TimePrecision.MILLIS, columns), files, others);
    }

    /** Tags may be added behind the others, never moved: they name devices by their place. */
    private static void checkPrefix(
            List<String> shorter, List<String> longer, String table, PlainFile file, PlainFile first) {
        if (!longer.subList(0, shorter.size()).equals(shorter)) {
            throw new TsFileConnectorException(
                    "Cannot read table '" + table + "': its tags are " + shorter + " and " + longer + " in "
                            + first.stored().path() + " and " + file.stored().path());
        }
    }
}
