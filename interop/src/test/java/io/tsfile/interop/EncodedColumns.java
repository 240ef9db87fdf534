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
package io.tsfile.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.ChunkMetadata;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.jspecify.annotations.Nullable;

/**
 * A file with a column in every encoding of every type that we write, named by both, and with every compression; and columns
 * whose encoding is left to us.
 */
final class EncodedColumns {
    private static final int ROWS = 5000;
    private static final List<String> COMPRESSIONS = List.of("lz4", "zstd", "snappy", "gzip", "lzma2", "uncompressed");
    private static final List<String> OF_INTEGERS =
            List.of("ts_2diff", "rle", "zigzag", "gorilla", "chimp", "plain", "auto");
    private static final List<String> OF_FLOATS = List.of("gorilla", "chimp", "ts_2diff", "rle", "plain", "auto");
    private static final List<String> OF_TEXTS = List.of("plain", "dictionary", "auto");
    private static final Map<TSDataType, List<String>> ENCODINGS = new TreeMap<>(Map.of(
            TSDataType.BOOLEAN, List.of("rle", "plain", "auto"),
            TSDataType.INT32, OF_INTEGERS,
            TSDataType.DATE, OF_INTEGERS,
            TSDataType.INT64, OF_INTEGERS,
            TSDataType.TIMESTAMP, OF_INTEGERS,
            TSDataType.FLOAT, OF_FLOATS,
            TSDataType.DOUBLE, OF_FLOATS,
            TSDataType.TEXT, OF_TEXTS,
            TSDataType.STRING, OF_TEXTS));

    private static final IDeviceID DEVICE = Devices.ofTable("encodings", "m");

    private final Path folder;
    private final TableSchema schema;
    private final Oracle oracle;

    private EncodedColumns(Path folder, TableSchema schema) {
        this.folder = folder;
        this.schema = schema;
        this.oracle = new Oracle(schema);
    }

    /** Writes the file into a folder of its own. */
    static EncodedColumns write(Path folder, long seed) throws IOException {
        List<Column> columns = new ArrayList<>(List.of(Column.tag("machine")));
        Map<String, String> options = new TreeMap<>();
        ENCODINGS.forEach((type, encodings) -> encodings.forEach(encoding -> {
            Column column = Column.field(type.name().toLowerCase(Locale.ROOT) + "_" + encoding, type);
            options.put("encoding." + column.name(), encoding);
            options.put("compression." + column.name(), COMPRESSIONS.get(columns.size() % COMPRESSIONS.size()));
            columns.add(column);
        }));
        EncodedColumns written = new EncodedColumns(folder, TableSchema.ofTable("encodings", columns));
        written.write(options, new Random(seed));
        return written;
    }

    private void write(Map<String, String> options, Random random) throws IOException {
        FlushOptions flushOptions = new FlushOptions(1000, ROWS, 1L << 30, 1, EncodingOptions.of(schema, options));
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, flushOptions)) {
            MemTable memTable = new MemTable(schema, true);
            @Nullable Object[] values = new Object[schema.fields().size()];
            long whole = 20_000;
            for (int i = 0; i < ROWS; i++) {
                whole += random.nextInt(3) == 0 ? random.nextInt(-20, 21) : 0;
                for (int field = 0; field < values.length; field++) {
                    TSDataType type = schema.fields().get(field).type();
                    values[field] = random.nextInt(20) == 0 ? null : value(type, whole);
                }
                ObjectRow row = ObjectRow.of(values.clone());
                memTable.append(DEVICE, 1000L * i, row);
                oracle.put(DEVICE, 1000L * i, row);
            }
            flush.drain(memTable);
            for (DataFile file : flush.finish()) {
                checkEncodings(folder.resolve(file.path()));
            }
        }
    }

    /** Whether the columns really are what their names say. */
    private static void checkEncodings(Path file) throws IOException {
        try (TsFileSequenceReader reader = new TsFileSequenceReader(file.toString())) {
            for (Map.Entry<String, List<ChunkMetadata>> series :
                    reader.readChunkMetadataInDevice(DEVICE).entrySet()) {
                String column = series.getKey();
                for (ChunkMetadata chunk : series.getValue()) {
                    String encoding = reader.readMemChunk(chunk)
                            .getHeader()
                            .getEncodingType()
                            .name();
                    if (!column.isEmpty()
                            && !column.endsWith("_auto")
                            && !column.endsWith("_" + encoding.toLowerCase(Locale.ROOT))) {
                        throw new AssertionError("Column " + column + " is encoded as " + encoding);
                    }
                }
            }
        }
    }

    private static Object value(TSDataType type, long whole) {
        return switch (type) {
            case BOOLEAN -> whole % 3 == 0;
            case INT32 -> (int) whole;
            case DATE -> 20_240_101 + (int) (whole % 28);
            case INT64, TIMESTAMP -> whole;
            case FLOAT -> whole / 10f;
            case DOUBLE -> whole / 100.0;
            default -> ObjectRow.Bytes.of(("state " + whole % 7).getBytes(UTF_8));
        };
    }

    Path folder() {
        return folder;
    }

    TableSchema schema() {
        return schema;
    }

    Oracle oracle() {
        return oracle;
    }
}
