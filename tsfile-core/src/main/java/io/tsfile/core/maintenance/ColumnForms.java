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
package io.tsfile.core.maintenance;

import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.format.Encodings;
import io.tsfile.core.format.read.ChunkForm;
import io.tsfile.core.format.read.ChunkHeadCheck;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/**
 * How the chunks of each column are encoded and compressed in some files, and how they all can be in one way. Chunks without a
 * value do not count, unless they are asked for. Not thread-safe.
 */
final class ColumnForms {
    private final Map<String, Set<ChunkForm>> forms = new HashMap<>();

    private ColumnForms() {}

    /**
     * Reads the head of each chunk.
     *
     * @param empty whether chunks without a value count
     */
    static ColumnForms of(FileStore store, List<DataFile> files, boolean empty) throws IOException {
        ColumnForms found = new ColumnForms();
        for (DataFile file : files) {
            try (OpenTsFile open = OpenTsFile.open(store, file.path())) {
                for (DeviceCursor cursor = open.devices(null); cursor.current() != null; cursor.advance()) {
                    found.add(open, cursor.chunks(), empty);
                }
            }
        }
        return found;
    }

    private void add(OpenTsFile open, DeviceChunks device, boolean empty) throws IOException {
        for (String column : device.types().keySet()) {
            for (ChunkEntry chunk : device.chunks(column)) {
                if (empty || chunk.count() > 0) {
                    forms.computeIfAbsent(column, c -> new HashSet<>()).add(ChunkHeadCheck.check(open, chunk));
                }
            }
        }
    }

    /** Whether the chunks of a column are in several ways. */
    boolean differ(String column) {
        return forms.getOrDefault(column, Set.of()).size() > 1;
    }

    /**
     * Options by which all chunks of a column are in one way: that of those there are, or one that holds all values.
     *
     * @param given what is not fixed by it is fixed
     */
    EncodingOptions fixed(List<Column> columns, EncodingOptions given) {
        TreeMap<String, String> settings = new TreeMap<>(given.settings());
        for (Column column : columns) {
            String name = column.name();
            if (given.encoding(name, column.type()).isEmpty()) {
                put(settings, EncodingOptions.ENCODING, name, encoding(column));
            }
            if (given.compression(name).isEmpty()) {
                put(settings, EncodingOptions.COMPRESSION, name, compression(name));
            }
        }
        return new EncodingOptions(settings);
    }

    /** Options by which all chunks of the columns that differ are in a way that holds any value, whatever {@code given} says. */
    EncodingOptions holdingAll(List<Column> columns, EncodingOptions given) {
        TreeMap<String, String> settings = new TreeMap<>(given.settings());
        for (Column column : columns) {
            if (differ(column.name())) {
                put(settings, EncodingOptions.ENCODING, column.name(), Encodings.of(column.type()));
            }
        }
        return new EncodingOptions(settings);
    }

    private static void put(TreeMap<String, String> settings, String kind, String column, Enum<?> value) {
        settings.put(kind + "." + column, value.name().toLowerCase(Locale.ROOT));
    }

    private TSEncoding encoding(Column column) {
        Set<TSEncoding> found = EnumSet.noneOf(TSEncoding.class);
        forms.getOrDefault(column.name(), Set.of()).forEach(form -> found.add(form.encoding()));
        TSDataType type = column.type();
        if (found.size() == 1 && Encodings.possible(type).containsAll(found)) {
            return found.iterator().next();
        }
        // Where all are whole numbers of some decimals, they need not become four times as long.
        boolean decimals = !found.isEmpty() && found.stream().allMatch(encoding -> Encodings.scaled(encoding, type));
        return decimals ? TSEncoding.TS_2DIFF : Encodings.of(type);
    }

    private CompressionType compression(String column) {
        Set<CompressionType> found = EnumSet.noneOf(CompressionType.class);
        forms.getOrDefault(column, Set.of()).forEach(form -> found.add(form.compression()));
        Optional<CompressionType> only = found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
        return only.filter(Encodings::isWritten).orElse(Encodings.COMPRESSION);
    }
}
