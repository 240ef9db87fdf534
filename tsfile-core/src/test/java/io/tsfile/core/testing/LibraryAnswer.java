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
package io.tsfile.core.testing;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.StringArrayDeviceID;
import org.apache.tsfile.read.TsFileReader;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.apache.tsfile.read.common.RowRecord;
import org.apache.tsfile.read.expression.QueryExpression;
import org.apache.tsfile.read.query.dataset.QueryDataSet;
import org.apache.tsfile.read.query.dataset.ResultSet;
import org.apache.tsfile.read.v4.DeviceTableModelReader;
import org.jspecify.annotations.Nullable;

/** What the Apache library reads of files, in the form of {@link Oracle#lines()}. */
public final class LibraryAnswer {
    private LibraryAnswer() {}

    /** All rows of files that have no row in common. */
    public static List<String> lines(Path folder, TableSchema schema, List<DataFile> files) throws IOException {
        Map<IDeviceID, NavigableMap<Long, @Nullable Object[]>> answer = new TreeMap<>();
        for (DataFile file : files) {
            Path path = folder.resolve(file.path());
            if (schema.model() == TableModel.TABLE) {
                readTable(path, schema, answer);
            } else {
                readTree(path, schema, answer);
            }
        }
        List<String> lines = new ArrayList<>();
        answer.forEach((device, rows) ->
                rows.forEach((time, values) -> lines.add(device + "@" + time + Arrays.toString(values))));
        return lines;
    }

    private static void readTable(
            Path path, TableSchema schema, Map<IDeviceID, NavigableMap<Long, @Nullable Object[]>> answer)
            throws IOException {
        List<String> names = schema.columns().stream().map(Column::name).toList();
        List<String> tags = schema.tags().stream().map(Column::name).toList();
        try (DeviceTableModelReader reader = new DeviceTableModelReader(path.toFile());
                ResultSet rows = reader.query(schema.name(), names, Long.MIN_VALUE, Long.MAX_VALUE)) {
            while (rows.next()) {
                @Nullable String[] device = new String[1 + tags.size()];
                device[0] = schema.name();
                for (int i = 0; i < tags.size(); i++) {
                    device[1 + i] = rows.isNull(tags.get(i)) ? null : rows.getString(tags.get(i));
                }
                @Nullable Object[] values = new Object[schema.fields().size()];
                for (int i = 0; i < values.length; i++) {
                    Column field = schema.fields().get(i);
                    values[i] = rows.isNull(field.name()) ? null : value(rows, field);
                }
                answer.computeIfAbsent(new StringArrayDeviceID(device), d -> new TreeMap<>())
                        .put(rows.getLong(1), values);
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Cannot read " + path + " with the library", e);
        }
    }

    private static void readTree(
            Path path, TableSchema schema, Map<IDeviceID, NavigableMap<Long, @Nullable Object[]>> answer)
            throws IOException {
        try (TsFileSequenceReader sequence = new TsFileSequenceReader(path.toString());
                TsFileReader reader = new TsFileReader(sequence)) {
            for (IDeviceID device : sequence.getAllDevices()) {
                // Rows have no place for a series that the file does not have.
                Set<String> measurements =
                        sequence.readChunkMetadataInDevice(device).keySet();
                List<Column> fields = schema.fields().stream()
                        .filter(field -> measurements.contains(field.name()))
                        .toList();
                readDevice(reader, device, schema, fields, answer);
            }
        }
    }

    private static void readDevice(
            TsFileReader reader,
            IDeviceID device,
            TableSchema schema,
            List<Column> fields,
            Map<IDeviceID, NavigableMap<Long, @Nullable Object[]>> answer)
            throws IOException {
        List<org.apache.tsfile.read.common.Path> paths = fields.stream()
                .map(field -> new org.apache.tsfile.read.common.Path(device, field.name(), false))
                .toList();
        QueryDataSet rows = reader.query(QueryExpression.create(new ArrayList<>(paths), null));
        while (rows.hasNext()) {
            RowRecord row = rows.next();
            @Nullable
            Object[] values = answer.computeIfAbsent(device, d -> new TreeMap<>())
                    .computeIfAbsent(
                            row.getTimestamp(), t -> new Object[schema.fields().size()]);
            for (int i = 0; i < paths.size(); i++) {
                var field = row.getFields().get(i);
                if (field != null && field.getDataType() != null) {
                    values[schema.fields().indexOf(fields.get(i))] =
                            switch (fields.get(i).type()) {
                                case BOOLEAN -> field.getBoolV();
                                case INT32, DATE -> field.getIntV();
                                case INT64, TIMESTAMP -> field.getLongV();
                                case FLOAT -> ObjectRow.comparable(field.getFloatV());
                                case DOUBLE -> ObjectRow.comparable(field.getDoubleV());
                                default -> ObjectRow.Bytes.of(field.getBinaryV().getValues());
                            };
                }
            }
        }
    }

    private static @Nullable Object value(ResultSet rows, Column field) {
        return switch (field.type()) {
            case BOOLEAN -> rows.getBoolean(field.name());
            case INT32 -> rows.getInt(field.name());
            case INT64, TIMESTAMP -> rows.getLong(field.name());
            case FLOAT -> ObjectRow.comparable(rows.getFloat(field.name()));
            case DOUBLE -> ObjectRow.comparable(rows.getDouble(field.name()));
            case DATE -> {
                LocalDate date = rows.getDate(field.name());
                yield date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
            }
            case BLOB -> ObjectRow.Bytes.of(rows.getBinary(field.name()));
            default -> ObjectRow.Bytes.of(rows.getString(field.name()).getBytes(StandardCharsets.UTF_8));
        };
    }
}
