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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;
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
    static PlainSelection of(String folder, List<PlainFile> files, Optional<String> wanted) {
        Set<String> names = new TreeSet<>();
        for (PlainFile file : files) {
            file.tables().keySet().forEach(name -> names.add(qualified(file, name)));
        }
        boolean tree = files.stream().anyMatch(PlainFile::hasTree);
        if (wanted.isEmpty() && names.isEmpty() && tree) {
            return tree(files.stream().filter(PlainFile::hasTree).toList());
        }
        List<String> matching = names.stream()
                .filter(name -> wanted.isEmpty()
                        || name.equals(wanted.get())
                        || name.substring(name.lastIndexOf('.') + 1).equals(wanted.get()))
                .toList();
        if (matching.size() != 1 || (wanted.isEmpty() && tree)) {
            throw new TsFileConnectorException("Cannot read " + folder + ": "
                    + wanted.map(name -> matching.isEmpty()
                                    ? "it holds no table '" + name + "'"
                                    : "several databases have a table '" + name + "'")
                            .orElse("it holds more than one table")
                    + ". It holds "
                    + (names.isEmpty() ? "no table" : "the tables " + String.join(", ", names))
                    + (tree ? " and " + TREE : "")
                    + ". Name one table with option table"
                    + (tree ? ", or give the folder of the tree model's files alone" : ""));
        }
        String name = matching.get(0);
        names.remove(name);
        List<String> others = new ArrayList<>(names);
        if (tree) {
            others.add(TREE);
        }
        return table(
                name.substring(name.lastIndexOf('.') + 1),
                others,
                files.stream()
                        .filter(file -> file.tables().keySet().stream()
                                .anyMatch(own -> qualified(file, own).equals(name)))
                        .toList());
    }

    /** A table's name with its database in front, where the folder tells the database. */
    private static String qualified(PlainFile file, String table) {
        String database = file.iotdbName().map(IotdbName::database).orElse("");
        return database.isEmpty() ? table : database + "." + table;
    }

    private static PlainSelection tree(List<PlainFile> files) {
        Fields fields = new Fields();
        for (PlainFile file : files) {
            file.measurements().forEach((name, type) -> fields.add(name, type, file));
        }
        return new PlainSelection(TableSchema.ofTree("tree", fields.columns()), files, List.of());
    }

    private static PlainSelection table(String name, List<String> others, List<PlainFile> files) {
        Fields fields = new Fields();
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
                    case FIELD -> fields.add(column.getMeasurementName(), column.getType(), file);
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

    /** Fields of all files by name; a name has one type. */
    private static final class Fields {
        private final Map<String, TSDataType> types = new LinkedHashMap<>();
        private final Map<String, PlainFile> firstFiles = new LinkedHashMap<>();

        void add(String name, TSDataType type, PlainFile file) {
            TSDataType known = types.putIfAbsent(name, type);
            PlainFile first = firstFiles.putIfAbsent(name, file);
            if (known != null && first != null && known != type) {
                throw new TsFileConnectorException("Cannot read '" + name + "': it is " + known + " in "
                        + first.stored().path() + " and " + type + " in "
                        + file.stored().path() + ". Give a folder whose files agree");
            }
        }

        List<Column> columns() {
            return types.entrySet().stream()
                    .map(entry -> Column.field(entry.getKey(), entry.getValue()))
                    .collect(Collectors.toList());
        }
    }
}
