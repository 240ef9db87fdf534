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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.tsfile.encrypt.EncryptParameter;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.write.chunk.AlignedChunkWriterImpl;
import org.apache.tsfile.write.chunk.ChunkWriterImpl;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.apache.tsfile.write.writer.TsFileIOWriter;
import org.jspecify.annotations.Nullable;

/**
 * A file that the library writes chunk by chunk, also where chunks of a series overlap. All columns are INT64, and a value is
 * {@code base} plus its time, so that it tells which chunk it is of.
 */
public final class ValueFile implements Closeable {
    private static final EncryptParameter UNENCRYPTED = new EncryptParameter("UNENCRYPTED", null);

    private final TsFileIOWriter writer;
    private final List<IMeasurementSchema> columns;

    /**
     * Starts a file, and the folders above it.
     *
     * @param table its name, with a tag {@code machine}; nothing for the tree model
     */
    public ValueFile(Path path, @Nullable String table, String... columns) throws IOException {
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        this.writer = new TsFileIOWriter(path.toFile(), UNENCRYPTED);
        this.columns = List.of(columns).stream().map(ValueFile::column).toList();
        if (table != null) {
            List<IMeasurementSchema> schemas = new ArrayList<>(this.columns);
            schemas.add(0, new MeasurementSchema("machine", TSDataType.STRING));
            List<ColumnCategory> categories =
                    new ArrayList<>(Collections.nCopies(columns.length, ColumnCategory.FIELD));
            categories.add(0, ColumnCategory.TAG);
            writer.getSchema().registerTableSchema(new TableSchema(table, schemas, categories));
        }
    }

    private static IMeasurementSchema column(String name) {
        return new MeasurementSchema(name, TSDataType.INT64, TSEncoding.PLAIN, CompressionType.UNCOMPRESSED);
    }

    /** A group with a row of all columns at each time from {@code from} to {@code to}. */
    public ValueFile aligned(IDeviceID device, long from, long to, long base) throws IOException {
        MeasurementSchema time = new MeasurementSchema("", TSDataType.INT64, TSEncoding.TS_2DIFF);
        AlignedChunkWriterImpl chunk = new AlignedChunkWriterImpl(time, columns, UNENCRYPTED);
        for (long t = from; t <= to; t++) {
            for (int column = 0; column < columns.size(); column++) {
                chunk.write(t, base + t, false, column);
            }
            chunk.writeTime(t);
        }
        writer.startChunkGroup(device);
        chunk.writeToFileWriter(writer);
        writer.endChunkGroup();
        return this;
    }

    /** A group with a chunk of one column, whose times are its own. */
    public ValueFile series(IDeviceID device, String column, long from, long to, long base) throws IOException {
        ChunkWriterImpl chunk = new ChunkWriterImpl(column(column), UNENCRYPTED);
        for (long t = from; t <= to; t++) {
            chunk.write(t, base + t);
        }
        writer.startChunkGroup(device);
        chunk.writeToFileWriter(writer);
        writer.endChunkGroup();
        return this;
    }

    /** How many bytes the file has so far: where the next group will start. */
    public long position() throws IOException {
        return writer.getPos();
    }

    @Override
    public void close() throws IOException {
        writer.endFile();
    }
}
