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

import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.write.ChunkAppender;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.encrypt.EncryptParameter;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.utils.Binary;
import org.apache.tsfile.utils.PublicBAOS;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.apache.tsfile.write.writer.TsFileIOWriter;

/**
 * Files that are all index: their chunks hold a few bytes that nobody decodes. The same groups are written by us and by the
 * library.
 */
public final class ChunkGroups {
    private static final byte[] DATA = {1, 2, 3};

    private final List<Group> groups = new ArrayList<>();
    private final Random random;
    private long time;

    /** Chunks of one device that are written together. */
    public record Group(IDeviceID device, List<EncodedChunk> chunks) {}

    /** No groups yet; statistics come from the seed. */
    public ChunkGroups(long seed) {
        this.random = new Random(seed);
    }

    /** Adds a group of an aligned device, columns in the order that is given; sometimes one is null altogether. */
    public ChunkGroups aligned(IDeviceID device, List<Column> columns) {
        List<EncodedChunk> chunks = new ArrayList<>();
        long first = time;
        chunks.add(chunk("", TSDataType.VECTOR, 0x80, 5));
        for (Column column : columns) {
            time = first;
            chunks.add(chunk(column.name(), column.type(), 0x40, random.nextInt(7) == 0 ? 0 : 5));
        }
        time = first + 5;
        groups.add(new Group(device, chunks));
        return this;
    }

    /** Adds a group of a device whose measurements have times of their own. */
    public ChunkGroups series(IDeviceID device, List<Column> columns) {
        groups.add(new Group(
                device,
                columns.stream()
                        .map(column -> chunk(column.name(), column.type(), 0, 5))
                        .toList()));
        return this;
    }

    /** The groups in the order in which they are written. */
    public List<Group> groups() {
        return groups;
    }

    /** Writes the groups as we do. */
    public void writeOurs(FileStore store, String path, TableSchema schema) throws IOException {
        try (ChunkAppender appender = new ChunkAppender(store.create(path), schema)) {
            for (Group group : groups) {
                appender.startGroup(group.device);
                for (EncodedChunk chunk : group.chunks) {
                    appender.append(chunk);
                }
            }
            appender.finish();
        }
    }

    /** Writes the groups as the library does. */
    public void writeLibrarys(Path file, TableSchema schema) throws IOException {
        try (TsFileIOWriter writer = new TsFileIOWriter(file.toFile(), new EncryptParameter("UNENCRYPTED", null))) {
            if (schema.model() == TableModel.TABLE) {
                List<IMeasurementSchema> columns = new ArrayList<>();
                List<ColumnCategory> categories = new ArrayList<>();
                for (Column column : schema.columns()) {
                    columns.add(new MeasurementSchema(column.name(), column.type()));
                    categories.add(column.category());
                }
                writer.getSchema()
                        .registerTableSchema(
                                new org.apache.tsfile.file.metadata.TableSchema(schema.name(), columns, categories));
            }
            for (Group group : groups) {
                writer.startChunkGroup(group.device);
                for (EncodedChunk chunk : group.chunks) {
                    write(writer, chunk);
                }
                writer.endChunkGroup();
            }
            writer.endFile();
        }
    }

    private static void write(TsFileIOWriter writer, EncodedChunk chunk) throws IOException {
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
        PublicBAOS bytes = new PublicBAOS();
        bytes.write(chunk.data());
        writer.writeBytesToStream(bytes);
        writer.endCurrentChunk();
    }

    /** A chunk with statistics of {@code rows} values. */
    public EncodedChunk chunk(String measurement, TSDataType type, int mask, int rows) {
        Statistics<? extends Serializable> statistics = Statistics.getStatsByType(type);
        for (int i = 0; i < rows; i++) {
            update(statistics, type, time++);
        }
        return new EncodedChunk(
                measurement,
                type,
                CompressionType.LZ4,
                TSEncoding.PLAIN,
                mask,
                rows == 0 ? 0 : 1 + random.nextInt(2),
                statistics,
                rows == 0 ? new byte[0] : DATA);
    }

    private void update(Statistics<? extends Serializable> statistics, TSDataType type, long at) {
        switch (type) {
            case VECTOR -> statistics.update(at);
            case BOOLEAN -> statistics.update(at, random.nextBoolean());
            case INT32, DATE -> statistics.update(at, 20_240_101 + random.nextInt(28));
            case INT64, TIMESTAMP -> statistics.update(at, random.nextLong());
            case FLOAT -> statistics.update(at, random.nextInt(9) == 0 ? Float.NaN : random.nextFloat());
            case DOUBLE -> statistics.update(at, random.nextInt(9) == 0 ? -0.0 : random.nextDouble());
            default -> statistics.update(at, new Binary("v\u00e4" + random.nextInt(100), StandardCharsets.UTF_8));
        }
    }
}
