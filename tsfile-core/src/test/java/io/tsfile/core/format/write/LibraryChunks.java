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
import io.tsfile.core.format.Encodings;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.header.ChunkHeader;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.read.common.BatchData;
import org.apache.tsfile.read.common.Chunk;
import org.apache.tsfile.read.reader.IChunkReader;
import org.apache.tsfile.read.reader.chunk.AlignedChunkReader;
import org.apache.tsfile.read.reader.chunk.ChunkReader;
import org.apache.tsfile.utils.Binary;
import org.apache.tsfile.utils.TsPrimitiveType;
import org.apache.tsfile.write.chunk.ChunkWriterImpl;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.jspecify.annotations.Nullable;

/** Chunks as the Apache library reads and writes them. */
final class LibraryChunks {
    private LibraryChunks() {}

    /** The values of a chunk with times of its own, which are appended to {@code times}. */
    static Vector read(EncodedChunk chunk, LongVector times) throws IOException {
        Vector values = Vector.of(chunk.type(), 16);
        IChunkReader reader = new ChunkReader(chunk(chunk));
        while (reader.hasNextSatisfiedPage()) {
            for (BatchData batch = reader.nextPageData(); batch.hasCurrent(); batch.next()) {
                times.append(batch.currentTime());
                append(values, batch.currentTsPrimitiveType());
            }
        }
        return values;
    }

    /** The values of a value chunk that are not null, whose times are appended to {@code times}. */
    static Vector readAligned(EncodedChunk timeChunk, EncodedChunk chunk, LongVector times) throws IOException {
        Vector values = Vector.of(chunk.type(), 16);
        IChunkReader reader = new AlignedChunkReader(chunk(timeChunk), List.of(chunk(chunk)));
        while (reader.hasNextSatisfiedPage()) {
            for (BatchData batch = reader.nextPageData(); batch.hasCurrent(); batch.next()) {
                times.append(batch.currentTime());
                append(values, batch.currentTsPrimitiveType());
            }
        }
        return values;
    }

    /** How many bytes the library's own writer makes of a series with its usual settings. */
    static long usualBytes(LongVector times, Vector values) {
        TSEncoding encoding = Encodings.of(values.type());
        ChunkWriterImpl writer =
                new ChunkWriterImpl(new MeasurementSchema("v", values.type(), encoding, CompressionType.LZ4));
        for (int i = 0; i < values.size(); i++) {
            long time = times.get(i);
            if (values instanceof DoubleVector doubles) {
                writer.write(time, doubles.get(i));
            } else if (values instanceof FloatVector floats) {
                writer.write(time, floats.get(i));
            } else if (values instanceof LongVector longs) {
                writer.write(time, longs.get(i));
            } else if (values instanceof IntVector ints) {
                writer.write(time, ints.get(i));
            } else if (values instanceof BooleanVector booleans) {
                writer.write(time, booleans.get(i));
            } else {
                writer.write(time, new Binary(((BinaryVector) values).get(i)));
            }
        }
        writer.sealCurrentPage();
        return writer.getSerializedChunkSize();
    }

    private static Chunk chunk(EncodedChunk chunk) {
        ChunkHeader header = new ChunkHeader(
                chunk.measurement(),
                chunk.data().length,
                chunk.type(),
                chunk.compression(),
                chunk.encoding(),
                chunk.pages(),
                chunk.mask());
        return new Chunk(header, ByteBuffer.wrap(chunk.data()), List.of(), chunk.statistics());
    }

    private static void append(Vector target, @Nullable TsPrimitiveType given) {
        TsPrimitiveType value = given;
        if (value != null && value.getDataType() == TSDataType.VECTOR) {
            value = value.getVector()[0];
        }
        if (value == null) {
            target.appendNull();
        } else if (target instanceof DoubleVector doubles) {
            doubles.append(value.getDouble());
        } else if (target instanceof FloatVector floats) {
            floats.append(value.getFloat());
        } else if (target instanceof LongVector longs) {
            longs.append(value.getLong());
        } else if (target instanceof IntVector ints) {
            ints.append(value.getInt());
        } else if (target instanceof BooleanVector booleans) {
            booleans.append(value.getBoolean());
        } else {
            ((BinaryVector) target).append(value.getBinary().getValues());
        }
    }
}
