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
package io.tsfile.benchmarks;

import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.read.query.dataset.ResultSet;
import org.apache.tsfile.read.v4.DeviceTableModelReader;
import org.apache.tsfile.read.v4.TsFileTreeReader;
import org.apache.tsfile.utils.Binary;
import org.apache.tsfile.write.record.Tablet;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.apache.tsfile.write.v4.ITsFileWriter;
import org.apache.tsfile.write.v4.TsFileTreeWriter;
import org.apache.tsfile.write.v4.TsFileTreeWriterBuilder;
import org.apache.tsfile.write.v4.TsFileWriterBuilder;

/**
 * {@link Readings} through the Apache library's writers of the table and the tree model. All is as the library has it by
 * default: GORILLA, LZ4, and chunk groups that end when it finds them large enough.
 */
final class LibraryFlush {
    private static final String TAG = "device";

    private LibraryFlush() {}

    /** Takes tablets. */
    private interface TabletWriter {
        void write(Tablet tablet) throws Exception;
    }

    /** The batches as tablets, around the same arrays. */
    static List<Tablet> tablets(Readings readings) {
        return readings.batches().stream().map(batch -> tablet(readings, batch)).toList();
    }

    /** Writes tablets to one file. */
    static void write(Readings readings, List<Tablet> tablets, Path file) throws Exception {
        write(readings, file, writer -> {
            for (Tablet tablet : tablets) {
                writer.write(tablet);
            }
        });
    }

    /** Collects the rows in a tablet per device, and writes each that is full. */
    static void writeByRow(Readings readings, Path file) throws Exception {
        List<Tablet> tablets = new ArrayList<>();
        for (int device = 0; device < Readings.DEVICES; device++) {
            tablets.add(emptyTablet(readings, device));
        }
        int firstField = readings.aligned() ? 1 : 0;
        write(
                readings,
                file,
                writer -> readings.<Exception>forEachRow((batch, row) -> {
                    Tablet tablet = tablets.get(batch.device());
                    int index = tablet.getRowSize();
                    tablet.addTimestamp(index, batch.times().get(row));
                    if (readings.aligned()) {
                        tablet.addValue(index, 0, Readings.deviceName(batch.device()));
                    }
                    for (int field = 0; field < Readings.FIELDS; field++) {
                        tablet.addValue(index, firstField + field, ((DoubleVector) batch.columns()[field]).get(row));
                    }
                    if (tablet.getRowSize() == Readings.BATCH) {
                        writer.write(tablet);
                        tablet.reset();
                    }
                }));
    }

    /** Reads a file with the library, and fails unless it holds the readings, bit for bit. */
    static void check(Readings readings, Path file) throws Exception {
        if (readings.aligned()) {
            List<String> columns = new ArrayList<>(List.of(TAG));
            columns.addAll(Readings.fields());
            try (DeviceTableModelReader reader = new DeviceTableModelReader(file.toFile());
                    ResultSet rows = reader.query(readings.schema().name(), columns, Long.MIN_VALUE, Long.MAX_VALUE)) {
                for (int device = 0; device < Readings.DEVICES; device++) {
                    check(readings, device, rows, 3, file);
                }
                requireEnd(rows, file);
            }
            return;
        }
        try (TsFileTreeReader reader = new TsFileTreeReader(file.toFile())) {
            for (int device = 0; device < Readings.DEVICES; device++) {
                try (ResultSet rows = reader.query(
                        List.of(Readings.devicePath(device)), Readings.fields(), Long.MIN_VALUE, Long.MAX_VALUE)) {
                    check(readings, device, rows, 2, file);
                    requireEnd(rows, file);
                }
            }
        }
    }

    private static void check(Readings readings, int device, ResultSet rows, int firstField, Path file)
            throws IOException {
        for (int i = device; i < readings.batches().size(); i += Readings.DEVICES) {
            Readings.Batch batch = readings.batches().get(i);
            for (int row = 0; row < batch.times().size(); row++) {
                boolean same = rows.next() && rows.getLong(1) == batch.times().get(row);
                for (int field = 0; same && field < Readings.FIELDS; field++) {
                    double expected = ((DoubleVector) batch.columns()[field]).get(row);
                    same = Double.doubleToRawLongBits(rows.getDouble(firstField + field))
                            == Double.doubleToRawLongBits(expected);
                }
                if (!same) {
                    throw new IllegalStateException(
                            "Cannot compare files: " + file + " does not have the row of " + Readings.deviceName(device)
                                    + " at " + batch.times().get(row));
                }
            }
        }
    }

    private static void requireEnd(ResultSet rows, Path file) throws IOException {
        if (rows.next()) {
            throw new IllegalStateException("Cannot compare files: " + file + " has more rows than were written");
        }
    }

    private interface Job {
        void run(TabletWriter writer) throws Exception;
    }

    private static void write(Readings readings, Path file, Job job) throws Exception {
        if (readings.aligned()) {
            try (ITsFileWriter writer = new TsFileWriterBuilder()
                    .file(file.toFile())
                    .tableSchema(new TableSchema(readings.schema().name(), schemas(true), categories()))
                    .build()) {
                job.run(writer::write);
            }
            return;
        }
        try (TsFileTreeWriter writer =
                new TsFileTreeWriterBuilder().file(file.toFile()).build()) {
            for (int device = 0; device < Readings.DEVICES; device++) {
                for (IMeasurementSchema measurement : schemas(false)) {
                    writer.registerTimeseries(Readings.devicePath(device), measurement);
                }
            }
            job.run(writer::write);
        }
    }

    private static Tablet tablet(Readings readings, Readings.Batch batch) {
        int rows = batch.times().size();
        long[] times = batch.times().values();
        List<Object> values = new ArrayList<>();
        for (Vector column : batch.columns()) {
            values.add(((DoubleVector) column).values());
        }
        // Without marks of nulls, so that the writer need not look at them.
        if (!readings.aligned()) {
            String path = Readings.devicePath(batch.device());
            return new Tablet(path, schemas(false), times, values.toArray(), null, rows);
        }
        Binary[] tags = new Binary[rows];
        Arrays.fill(tags, new Binary(Readings.deviceName(batch.device()), StandardCharsets.UTF_8));
        values.add(0, tags);
        return new Tablet(readings.schema().name(), schemas(true), categories(), times, values.toArray(), null, rows);
    }

    private static Tablet emptyTablet(Readings readings, int device) {
        if (!readings.aligned()) {
            return new Tablet(Readings.devicePath(device), schemas(false), Readings.BATCH);
        }
        List<IMeasurementSchema> schemas = schemas(true);
        return new Tablet(
                readings.schema().name(),
                schemas.stream().map(IMeasurementSchema::getMeasurementName).toList(),
                schemas.stream().map(IMeasurementSchema::getType).toList(),
                categories(),
                Readings.BATCH);
    }

    private static List<IMeasurementSchema> schemas(boolean tag) {
        List<IMeasurementSchema> schemas = new ArrayList<>();
        if (tag) {
            schemas.add(new MeasurementSchema(TAG, TSDataType.STRING));
        }
        Readings.fields().forEach(name -> schemas.add(new MeasurementSchema(name, TSDataType.DOUBLE)));
        return schemas;
    }

    private static List<ColumnCategory> categories() {
        List<ColumnCategory> categories = new ArrayList<>(List.of(ColumnCategory.TAG));
        categories.addAll(Collections.nCopies(Readings.FIELDS, ColumnCategory.FIELD));
        return categories;
    }
}
