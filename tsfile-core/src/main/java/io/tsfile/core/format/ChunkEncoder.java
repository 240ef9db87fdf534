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

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.tsfile.common.constant.TsFileConstant;
import org.apache.tsfile.compress.ICompressor;
import org.apache.tsfile.encoding.encoder.Encoder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.utils.Binary;
import org.apache.tsfile.utils.PublicBAOS;
import org.apache.tsfile.utils.ReadWriteForEncodingUtils;

/**
 * Encodes columns as chunks: pages of a fixed number of rows, each compressed by itself. The same rows and settings give
 * the same bytes. Thread-safe.
 */
public final class ChunkEncoder {
    private final int pageRows;
    private final CompressionType compression;

    /**
     * An encoder.
     *
     * @param pageRows rows of every page but the last
     */
    public ChunkEncoder(int pageRows, CompressionType compression) {
        this.pageRows = pageRows;
        this.compression = compression;
    }

    /** The time chunk of an aligned device. */
    public EncodedChunk times(LongVector times) {
        ChunkBuilder chunk = new ChunkBuilder(TSDataType.VECTOR, times.size());
        Encoder encoder = Encodings.timeEncoder();
        for (int from = 0; from < times.size(); from += pageRows) {
            int to = Math.min(times.size(), from + pageRows);
            Statistics<?> statistics = Statistics.getStatsByType(TSDataType.VECTOR);
            PublicBAOS body = new PublicBAOS();
            encodeTimes(times, from, to, encoder, body);
            statistics.update(times.values(), to - from, from);
            chunk.addPage(body, statistics);
        }
        return new EncodedChunk(
                "",
                TSDataType.VECTOR,
                compression,
                Encodings.TIME,
                TsFileConstant.TIME_COLUMN_MASK & 0xff,
                chunk.pages,
                chunk.statistics,
                chunk.bytes());
    }

    /** A value chunk of an aligned device: its pages have the rows of the time chunk's pages. */
    public EncodedChunk alignedValues(String measurement, LongVector times, Vector values) {
        TSDataType type = values.type();
        ChunkBuilder chunk = new ChunkBuilder(type, times.size());
        boolean empty = values.nullCount() == values.size();
        Encoder encoder = Encodings.valueEncoder(type);
        for (int from = 0; from < times.size() && !empty; from += pageRows) {
            int to = Math.min(times.size(), from + pageRows);
            Statistics<?> statistics = Statistics.getStatsByType(type);
            PublicBAOS body = new PublicBAOS();
            writeBitmap(values, from, to, body);
            encodeValues(times, values, from, to, encoder, body, statistics);
            chunk.addPage(body, statistics);
        }
        return new EncodedChunk(
                measurement,
                type,
                compression,
                Encodings.of(type),
                TsFileConstant.VALUE_COLUMN_MASK,
                chunk.pages,
                chunk.statistics,
                chunk.bytes());
    }

    /** The chunk of a series with times of its own; no value is null. */
    public EncodedChunk series(String measurement, LongVector times, Vector values) {
        TSDataType type = values.type();
        ChunkBuilder chunk = new ChunkBuilder(type, times.size());
        Encoder timeEncoder = Encodings.timeEncoder();
        Encoder encoder = Encodings.valueEncoder(type);
        for (int from = 0; from < times.size(); from += pageRows) {
            int to = Math.min(times.size(), from + pageRows);
            Statistics<?> statistics = Statistics.getStatsByType(type);
            PublicBAOS timeBytes = new PublicBAOS();
            encodeTimes(times, from, to, timeEncoder, timeBytes);
            PublicBAOS body = new PublicBAOS();
            ReadWriteForEncodingUtils.writeUnsignedVarInt(timeBytes.size(), body);
            body.write(timeBytes.getBuf(), 0, timeBytes.size());
            encodeValues(times, values, from, to, encoder, body, statistics);
            chunk.addPage(body, statistics);
        }
        return new EncodedChunk(
                measurement, type, compression, Encodings.of(type), 0, chunk.pages, chunk.statistics, chunk.bytes());
    }

    private static void encodeTimes(LongVector times, int from, int to, Encoder encoder, PublicBAOS out) {
        long[] array = times.values();
        for (int i = from; i < to; i++) {
            encoder.encode(array[i], out);
        }
        flush(encoder, out);
    }

    /** The number of rows and a bit for each, the highest bit of a byte first, set where there is a value. */
    private static void writeBitmap(Vector values, int from, int to, PublicBAOS out) {
        int rows = to - from;
        ByteBuffer bitmap = ByteBuffer.allocate(Integer.BYTES + (rows + 7) / 8);
        bitmap.putInt(rows);
        for (int start = from; start < to; start += 8) {
            int bits = 0;
            for (int i = start; i < Math.min(to, start + 8); i++) {
                if (!values.isNull(i)) {
                    bits |= 0x80 >>> (i - start);
                }
            }
            bitmap.put((byte) bits);
        }
        out.write(bitmap.array(), 0, bitmap.capacity());
    }

    private static void encodeValues(
            LongVector times,
            Vector values,
            int from,
            int to,
            Encoder encoder,
            PublicBAOS out,
            Statistics<?> statistics) {
        long[] time = times.values();
        if (values instanceof BooleanVector vector) {
            for (int i = from; i < to; i++) {
                if (!vector.isNull(i)) {
                    encoder.encode(vector.get(i), out);
                    statistics.update(time[i], vector.get(i));
                }
            }
        } else if (values instanceof IntVector vector) {
            for (int i = from; i < to; i++) {
                if (!vector.isNull(i)) {
                    encoder.encode(vector.get(i), out);
                    statistics.update(time[i], vector.get(i));
                }
            }
        } else if (values instanceof LongVector vector) {
            for (int i = from; i < to; i++) {
                if (!vector.isNull(i)) {
                    encoder.encode(vector.get(i), out);
                    statistics.update(time[i], vector.get(i));
                }
            }
        } else if (values instanceof FloatVector vector) {
            for (int i = from; i < to; i++) {
                if (!vector.isNull(i)) {
                    encoder.encode(vector.get(i), out);
                    statistics.update(time[i], vector.get(i));
                }
            }
        } else if (values instanceof DoubleVector vector) {
            for (int i = from; i < to; i++) {
                if (!vector.isNull(i)) {
                    encoder.encode(vector.get(i), out);
                    statistics.update(time[i], vector.get(i));
                }
            }
        } else if (values instanceof BinaryVector vector) {
            for (int i = from; i < to; i++) {
                if (!vector.isNull(i)) {
                    Binary value = new Binary(vector.get(i));
                    encoder.encode(value, out);
                    statistics.update(time[i], value);
                }
            }
        }
        flush(encoder, out);
    }

    private static void flush(Encoder encoder, PublicBAOS out) {
        try {
            encoder.flush(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot encode into memory", e);
        }
    }

    /** Pages behind each other. A page has statistics of its own only where the chunk has several. */
    private final class ChunkBuilder {
        private final PublicBAOS out = new PublicBAOS();
        private final ICompressor compressor = ICompressor.getCompressor(compression);
        private final boolean severalPages;
        private final Statistics<?> statistics;
        private int pages;

        ChunkBuilder(TSDataType type, int rows) {
            this.severalPages = rows > pageRows;
            this.statistics = Statistics.getStatsByType(type);
        }

        void addPage(PublicBAOS body, Statistics<?> pageStatistics) {
            pages++;
            if (pageStatistics.getCount() == 0) {
                // All null: the page is the one byte that says so.
                ReadWriteForEncodingUtils.writeUnsignedVarInt(0, out);
                return;
            }
            try {
                byte[] compressed = compression == CompressionType.UNCOMPRESSED
                        ? body.toByteArray()
                        : compressor.compress(body.getBuf(), 0, body.size());
                ReadWriteForEncodingUtils.writeUnsignedVarInt(body.size(), out);
                ReadWriteForEncodingUtils.writeUnsignedVarInt(compressed.length, out);
                if (severalPages) {
                    pageStatistics.serialize(out);
                }
                out.write(compressed);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot compress a page into memory", e);
            }
            statistics.mergeStatistics(pageStatistics);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
