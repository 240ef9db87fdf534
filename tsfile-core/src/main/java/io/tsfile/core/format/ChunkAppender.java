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
package io.tsfile.core.format;

import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.OutputFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.encrypt.EncryptParameter;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.utils.PublicBAOS;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.apache.tsfile.write.writer.TsFileIOWriter;

/**
 * Appends encoded chunks to a new TsFile. Not thread-safe.
 *
 * <p>{@link #finish} writes the metadata and closes the file; {@link #close} without it drops the file.
 */
public final class ChunkAppender implements Closeable {
    private static final EncryptParameter UNENCRYPTED = new EncryptParameter("UNENCRYPTED", null);

    private final OutputFile file;
    private final StoreTsFileOutput output;
    private final TsFileIOWriter writer;
    private boolean inGroup;
    private boolean finished;

    /** Starts the file. Owns it from then on, also if this fails. */
    public ChunkAppender(OutputFile file, io.tsfile.core.model.TableSchema schema) throws IOException {
        this.file = file;
        this.output = new StoreTsFileOutput(file);
        try {
            this.writer = new TsFileIOWriter(output, UNENCRYPTED);
            if (schema.model() == TableModel.TABLE) {
                writer.getSchema().registerTableSchema(librarySchema(schema));
            }
        } catch (IOException | RuntimeException e) {
            Cleanup.closeAfter(e, file::abort);
            throw e;
        }
    }

    /** Starts the chunks of a device; ends those of the device before. */
    public void startGroup(IDeviceID device) throws IOException {
        endGroup();
        writer.startChunkGroup(device);
        inGroup = true;
    }

    /** Appends a chunk of the group's device. In an aligned group the time chunk comes first. */
    public void append(EncodedChunk chunk) throws IOException {
        if (chunk.pages() == 0) {
            writer.writeEmptyValueChunk(
                    chunk.measurement(), chunk.compression(), chunk.type(), chunk.encoding(), chunk.statistics());
            return;
        }
        writer.startFlushChunk(
                chunk.measurement(),
                chunk.compression(),
                chunk.type(),
                chunk.encoding(),
                chunk.statistics(),
                chunk.data().length,
                chunk.pages(),
                chunk.mask());
        // The library takes the bytes only in its own kind of buffer.
        writer.writeBytesToStream(new WrappedBytes(chunk.data()));
        writer.endCurrentChunk();
    }

    /** Bytes so far. */
    public long position() {
        return output.getPosition();
    }

    /** Writes the metadata and makes the file durable. */
    public void finish() throws IOException {
        endGroup();
        writer.endFile();
        finished = true;
    }

    /** CRC32C of the whole file, once it is finished. */
    public long checksum() {
        return output.checksum();
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            file.abort();
        }
    }

    private void endGroup() throws IOException {
        if (inGroup) {
            writer.endChunkGroup();
            inGroup = false;
        }
    }

    private static TableSchema librarySchema(io.tsfile.core.model.TableSchema schema) {
        List<IMeasurementSchema> columns = new ArrayList<>();
        List<ColumnCategory> categories = new ArrayList<>();
        for (Column column : schema.columns()) {
            columns.add(new MeasurementSchema(column.name(), column.type()));
            categories.add(column.category());
        }
        return new TableSchema(schema.name(), columns, categories);
    }

    private static final class WrappedBytes extends PublicBAOS {
        WrappedBytes(byte[] bytes) {
            super(0);
            this.buf = bytes;
            this.count = bytes.length;
        }
    }
}
