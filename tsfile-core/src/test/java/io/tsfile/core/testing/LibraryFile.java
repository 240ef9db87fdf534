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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.tsfile.encrypt.EncryptParameter;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.utils.Binary;
import org.apache.tsfile.write.chunk.AlignedChunkWriterImpl;
import org.apache.tsfile.write.chunk.ChunkWriterImpl;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.apache.tsfile.write.writer.TsFileIOWriter;
import org.jspecify.annotations.Nullable;

/**
 * A file that the library writes, with the chunks and pages that a test asks for. What a column has at a time follows from its
 * name, its type and the time: {@link #value}. Times are given as pages of chunks.
 */
public final class LibraryFile implements Closeable {
    private static final EncryptParameter UNENCRYPTED = new EncryptParameter("UNENCRYPTED", null);
    private static final List<TSDataType> TYPES = List.of(
            TSDataType.BOOLEAN,
            TSDataType.INT32,
            TSDataType.INT64,
            TSDataType.FLOAT,
            TSDataType.DOUBLE,
            TSDataType.TEXT,
            TSDataType.STRING,
            TSDataType.BLOB,
            TSDataType.DATE,
            TSDataType.TIMESTAMP);

    private final TsFileIOWriter writer;
    private final List<IMeasurementSchema> columns;
    private final CompressionType compression;

    /**
     * Starts a file.
     *
     * @param table its name; nothing for the tree model
     * @param compression of times
     */
    public LibraryFile(Path path, @Nullable String table, List<IMeasurementSchema> columns, CompressionType compression)
            throws IOException {
        this.writer = new TsFileIOWriter(path.toFile(), UNENCRYPTED);
        this.columns = columns;
        this.compression = compression;
        if (table != null) {
            List<IMeasurementSchema> all = new ArrayList<>(columns);
            List<ColumnCategory> categories = new ArrayList<>();
            columns.forEach(column -> categories.add(ColumnCategory.FIELD));
            all.add(0, new MeasurementSchema("machine", TSDataType.STRING));
            categories.add(0, ColumnCategory.TAG);
            writer.getSchema().registerTableSchema(new TableSchema(table, all, categories));
        }
    }

    /** A column of every type in every encoding that the library writes, and two that are mostly or always null. */
    public static List<IMeasurementSchema> everyEncoding(CompressionType compression) {
        List<IMeasurementSchema> columns = new ArrayList<>();
        for (TSDataType type : TYPES) {
            TSEncoding.TYPE_SUPPORTED_ENCODINGS.getOrDefault(type, Set.of()).stream()
                    .sorted()
                    .forEach(encoding -> columns.add(new MeasurementSchema(
                            type.name().toLowerCase(Locale.ROOT) + "_"
                                    + encoding.name().toLowerCase(Locale.ROOT),
                            type,
                            encoding,
                            compression)));
        }
        columns.add(new MeasurementSchema("sparse", TSDataType.INT64, TSEncoding.TS_2DIFF, compression));
        columns.add(new MeasurementSchema("void", TSDataType.TEXT, TSEncoding.PLAIN, compression));
        return columns;
    }

    /** Times {@code first}, {@code first + 1}, ... in pages of {@code pageRows}. */
    public static long[][] pages(long first, int rows, int pageRows) {
        long[][] pages = new long[(rows + pageRows - 1) / pageRows][];
        for (int i = 0; i < pages.length; i++) {
            long from = first + (long) i * pageRows;
            pages[i] = LongStream.range(from, Math.min(from + pageRows, first + rows))
                    .toArray();
        }
        return pages;
    }

    /** Whether a column has a value at a time: {@code sparse} has none for 100 times after each other, {@code void} never. */
    public static boolean isNull(String column, long time) {
        return switch (column) {
            case "void" -> true;
            case "sparse" -> time / 100 % 2 == 0;
            default -> hash(column, time) % 5 == 0;
        };
    }

    /** What a column has at a time, in the form of {@link ObjectRow#read}; null where it has nothing. */
    public static @Nullable Object value(IMeasurementSchema column, long time) {
        String name = column.getMeasurementName();
        if (isNull(name, time)) {
            return null;
        }
        int number = (int) (hash(name, time) % 1000);
        return switch (column.getType()) {
            case BOOLEAN -> number % 3 == 0;
            case INT32, DATE -> 20_240_000 + number;
            case INT64, TIMESTAMP -> 1_000_000_000_000L + number;
            // Exact in two decimals, as some encodings have no more.
            case FLOAT -> ObjectRow.comparable(number / 4f);
            case DOUBLE -> ObjectRow.comparable(number / 4.0);
            default -> ObjectRow.Bytes.of(text(number));
        };
    }

    /** A group of an aligned device with a chunk of each column per element; void columns have no bytes. */
    public void aligned(IDeviceID device, long[][]... chunks) throws IOException {
        writer.startChunkGroup(device);
        for (long[][] pages : chunks) {
            alignedChunk(pages).writeToFileWriter(writer);
        }
        writer.endChunkGroup();
    }

    /** A group of an aligned device that has all chunks of times first, and then column after column. */
    public void alignedTimesFirst(IDeviceID device, long[][]... chunks) throws IOException {
        List<AlignedChunkWriterImpl> writers = new ArrayList<>();
        for (long[][] pages : chunks) {
            writers.add(alignedChunk(pages));
        }
        writer.startChunkGroup(device);
        for (AlignedChunkWriterImpl chunk : writers) {
            chunk.getTimeChunkWriter().writeToFileWriter(writer);
        }
        for (int column = 0; column < columns.size(); column++) {
            for (AlignedChunkWriterImpl chunk : writers) {
                chunk.getValueChunkWriterByIndex(column).writeToFileWriter(writer);
            }
        }
        writer.endChunkGroup();
    }

    /** A group of a device whose columns have times of their own: those at which they are not null. */
    public void series(IDeviceID device, long[][] pages) throws IOException {
        writer.startChunkGroup(device);
        for (IMeasurementSchema column : columns) {
            ChunkWriterImpl chunk = new ChunkWriterImpl(column, UNENCRYPTED);
            for (long[] page : pages) {
                for (long time : page) {
                    write(chunk, column, time);
                }
                chunk.sealCurrentPage();
            }
            chunk.writeToFileWriter(writer);
        }
        writer.endChunkGroup();
    }

    @Override
    public void close() throws IOException {
        writer.endFile();
    }

    private AlignedChunkWriterImpl alignedChunk(long[][] pages) {
        MeasurementSchema time = new MeasurementSchema("", TSDataType.INT64, TSEncoding.TS_2DIFF, compression);
        AlignedChunkWriterImpl chunk = new AlignedChunkWriterImpl(time, columns, UNENCRYPTED);
        for (long[] page : pages) {
            for (long t : page) {
                for (int column = 0; column < columns.size(); column++) {
                    write(chunk, column, t);
                }
                chunk.writeTime(t);
            }
            chunk.sealCurrentPage();
        }
        return chunk;
    }

    private void write(AlignedChunkWriterImpl chunk, int column, long time) {
        String name = columns.get(column).getMeasurementName();
        boolean isNull = isNull(name, time);
        int number = (int) (hash(name, time) % 1000);
        switch (columns.get(column).getType()) {
            case BOOLEAN -> chunk.write(time, number % 3 == 0, isNull, column);
            case INT32, DATE -> chunk.write(time, 20_240_000 + number, isNull, column);
            case INT64, TIMESTAMP -> chunk.write(time, 1_000_000_000_000L + number, isNull, column);
            case FLOAT -> chunk.write(time, number / 4f, isNull, column);
            case DOUBLE -> chunk.write(time, number / 4.0, isNull, column);
            default -> chunk.write(time, new Binary(text(number)), isNull, column);
        }
    }

    private static void write(ChunkWriterImpl chunk, IMeasurementSchema column, long time) {
        String name = column.getMeasurementName();
        if (isNull(name, time)) {
            return;
        }
        int number = (int) (hash(name, time) % 1000);
        switch (column.getType()) {
            case BOOLEAN -> chunk.write(time, number % 3 == 0);
            case INT32, DATE -> chunk.write(time, 20_240_000 + number);
            case INT64, TIMESTAMP -> chunk.write(time, 1_000_000_000_000L + number);
            case FLOAT -> chunk.write(time, number / 4f);
            case DOUBLE -> chunk.write(time, number / 4.0);
            default -> chunk.write(time, new Binary(text(number)));
        }
    }

    private static byte[] text(int number) {
        return ("v" + number % 50).getBytes(StandardCharsets.UTF_8);
    }

    private static long hash(String column, long time) {
        long mixed = (time * 31 + column.hashCode()) * 0x9e3779b97f4a7c15L;
        return (mixed ^ mixed >>> 32) >>> 1;
    }
}
