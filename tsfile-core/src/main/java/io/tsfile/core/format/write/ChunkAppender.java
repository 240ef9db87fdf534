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
package io.tsfile.core.format.write;

import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.index.write.IndexWriter;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.OutputFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.common.conf.TSFileConfig;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.file.header.ChunkGroupHeader;
import org.apache.tsfile.file.header.ChunkHeader;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.utils.PublicBAOS;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.jspecify.annotations.Nullable;

/**
 * Appends encoded chunks to a new TsFile, byte for byte as the library's writer does. Not thread-safe.
 *
 * <p>{@link #finish} writes the metadata and closes the file; {@link #close} without it drops the file.
 */
public final class ChunkAppender implements Closeable {
    private static final byte[] MARK = TSFileConfig.MAGIC_STRING.getBytes(StandardCharsets.US_ASCII);

    private final ChecksumFile file;
    private final Map<String, TableSchema> schemas;
    private final IndexWriter index;
    private final PublicBAOS header = new PublicBAOS();
    /** Of the group that is started but has no chunk: an empty group would leave a header that nothing follows. */
    private @Nullable IDeviceID nextDevice;

    private boolean inGroup;
    private boolean finished;

    /** Starts the file. Owns it from then on, also if this fails. */
    public ChunkAppender(OutputFile file, io.tsfile.core.model.TableSchema schema) throws IOException {
        this.file = new ChecksumFile(file);
        this.index = new IndexWriter(file.path());
        try {
            this.schemas = schema.model() == TableModel.TABLE ? Map.of(schema.name(), librarySchema(schema)) : Map.of();
            this.file.write(MARK);
            this.file.write(TSFileConfig.VERSION_NUMBER);
        } catch (IOException | RuntimeException e) {
            Cleanup.closeAfter(e, file::abort);
            throw e;
        }
    }

    /** Starts the chunks of a device; ends those of the device before. */
    public void startGroup(IDeviceID device) {
        nextDevice = device;
        inGroup = true;
    }

    /**
     * Appends a chunk of the group's device, encoded here or copied from a file as it was. In an aligned group the time chunk
     * comes first. All chunks of a series have one type: {@link #finish} refuses others.
     */
    public void append(EncodedChunk chunk) throws IOException {
        if (finished) {
            throw new IllegalStateException(
                    "Cannot append a chunk of '" + chunk.measurement() + "' to " + file.path() + ": it is finished");
        }
        if (!inGroup) {
            throw new IllegalStateException("Cannot append a chunk of '" + chunk.measurement() + "' to " + file.path()
                    + " before the group of its device is started");
        }
        header.reset();
        if (nextDevice != null) {
            index.startGroup(nextDevice);
            new ChunkGroupHeader(nextDevice).serializeTo(header);
            nextDevice = null;
        }
        long offset = file.position() + header.size();
        new ChunkHeader(
                        chunk.measurement(),
                        chunk.data().length,
                        chunk.type(),
                        chunk.compression(),
                        chunk.encoding(),
                        chunk.pages(),
                        chunk.mask())
                .serializeTo(header);
        file.write(header.getBuf(), 0, header.size());
        file.write(chunk.data(), 0, chunk.data().length);
        index.add(chunk.measurement(), chunk.type(), chunk.mask(), offset, chunk.statistics());
    }

    /** Bytes so far. */
    public long position() {
        return file.position();
    }

    /** Bytes of memory that what is known of the chunks takes until the file ends. */
    public long metadataBytes() {
        return index.bytes();
    }

    /**
     * Writes the metadata and makes the file durable.
     *
     * @throws io.tsfile.core.TsFileConnectorException if a series has chunks of several types
     */
    public void finish() throws IOException {
        index.finish(file, schemas);
        file.write(MARK);
        file.close();
        finished = true;
    }

    /** CRC32C of the whole file, once it is finished. */
    public long checksum() {
        return file.checksum();
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            file.abort();
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
}
