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

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.tsfile.common.conf.TSFileConfig;
import org.apache.tsfile.common.conf.TSFileDescriptor;
import org.apache.tsfile.encoding.encoder.TSEncodingBuilder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.ChunkMetadata;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.apache.tsfile.read.common.BatchData;
import org.apache.tsfile.read.common.Chunk;
import org.apache.tsfile.read.reader.chunk.ChunkReader;
import org.apache.tsfile.utils.Binary;
import org.apache.tsfile.write.chunk.ChunkWriterImpl;
import org.apache.tsfile.write.chunk.ValueChunkWriter;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.apache.tsfile.write.writer.TsFileIOWriter;

/** Chunks of one series as the library writes and reads them. */
final class LibraryChunks {
    static final String MEASUREMENT = "value";

    private LibraryChunks() {}

    /** A chunk of all values that are not null, encoded and compressed, its pages sealed as the library sees fit. */
    static ChunkWriterImpl write(LongVector times, Vector values, TSEncoding encoding, CompressionType compression) {
        MeasurementSchema schema = new MeasurementSchema(MEASUREMENT, values.type(), encoding, compression);
        ChunkWriterImpl writer = new ChunkWriterImpl(schema);
        int size = values.size();
        if (values instanceof DoubleVector doubles && !values.hasNulls()) {
            writer.write(times.values(), doubles.values(), size);
        } else if (values instanceof LongVector longs && !values.hasNulls()) {
            writer.write(times.values(), longs.values(), size);
        } else if (values instanceof IntVector ints && !values.hasNulls()) {
            writer.write(times.values(), ints.values(), size);
        } else {
            writeOneByOne(writer, times, values);
        }
        writer.sealCurrentPage();
        return writer;
    }

    private static void writeOneByOne(ChunkWriterImpl writer, LongVector times, Vector values) {
        for (int i = 0; i < values.size(); i++) {
            if (values.isNull(i)) {
                continue;
            }
            if (values instanceof DoubleVector doubles) {
                writer.write(times.get(i), doubles.get(i));
            } else {
                throw new IllegalArgumentException("Cannot write nulls of type " + values.type());
            }
        }
    }

    /** A file with that one chunk. */
    static void writeFile(Path path, IDeviceID device, LongVector times, Vector values, TSEncoding encoding)
            throws IOException {
        try (TsFileIOWriter file = new TsFileIOWriter(path.toFile())) {
            file.startChunkGroup(device);
            write(times, values, encoding, CompressionType.LZ4).writeToFileWriter(file);
            file.endChunkGroup();
            file.endFile();
        }
    }

    /** Reads the only chunk of a device into arrays. */
    static double read(TsFileSequenceReader reader, IDeviceID device, long[] times, double[] values)
            throws IOException {
        ChunkMetadata metadata = Objects.requireNonNull(
                        reader.readChunkMetadataInDevice(device).get(MEASUREMENT))
                .get(0);
        Chunk chunk = reader.readMemChunk(metadata);
        ChunkReader pages = new ChunkReader(chunk);
        int count = 0;
        while (pages.hasNextSatisfiedPage()) {
            for (BatchData batch = pages.nextPageData(); batch.hasCurrent(); batch.next()) {
                times[count] = batch.currentTime();
                values[count++] = batch.getDouble();
            }
        }
        return times[count - 1] + values[count - 1];
    }

    /** Walks over all devices and the metadata of all their chunks; the number of chunks. */
    static long scanMetadata(TsFileSequenceReader reader) throws IOException {
        long chunks = 0;
        var devices = reader.getAllDevicesIteratorWithIsAligned();
        while (devices.hasNext()) {
            Map<String, List<ChunkMetadata>> series = reader.readChunkMetadataInDevice(devices.next().left);
            for (List<ChunkMetadata> list : series.values()) {
                for (ChunkMetadata chunk : list) {
                    chunks += chunk.getEndTime() >= chunk.getStartTime() ? 1 : 0;
                }
            }
        }
        return chunks;
    }

    /** Bytes of a value chunk of an aligned device in the library's default encoding and compression, without its header. */
    static long alignedBytes(Vector values, int pageRows) {
        TSDataType type = values.type();
        TSFileConfig config = TSFileDescriptor.getInstance().getConfig();
        TSEncoding encoding = config.getValueEncoder(type);
        ValueChunkWriter writer = new ValueChunkWriter(
                MEASUREMENT,
                config.getCompressor(type),
                type,
                encoding,
                TSEncodingBuilder.getEncodingBuilder(encoding).getEncoder(type));
        for (int i = 0; i < values.size(); i++) {
            writeAligned(writer, i, values);
            if ((i + 1) % pageRows == 0) {
                writer.sealCurrentPage();
            }
        }
        writer.sealCurrentPage();
        return writer.getByteBuffer().remaining();
    }

    private static void writeAligned(ValueChunkWriter writer, int i, Vector values) {
        boolean isNull = values.isNull(i);
        if (values instanceof DoubleVector doubles) {
            writer.write(i, doubles.get(i), isNull);
        } else if (values instanceof LongVector longs) {
            writer.write(i, longs.get(i), isNull);
        } else if (values instanceof IntVector ints) {
            writer.write(i, ints.get(i), isNull);
        } else {
            writer.write(i, new Binary(((BinaryVector) values).get(i)), isNull);
        }
    }
}
