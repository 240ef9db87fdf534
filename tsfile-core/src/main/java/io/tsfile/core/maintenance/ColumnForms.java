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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/**
 * How the chunks of some files are encoded and compressed, whether those of each series are in one way, and how they can be. Not
 * thread-safe.
 */
final class ColumnForms {
    /** Of the chunks with values. */
    private final Map<String, Set<ChunkForm>> forms = new HashMap<>();
    /** The first one of each series, by a hash of it: two series that share one may only seem to differ. */
    private final Map<Long, ChunkForm> series = new HashMap<>();

    private final Set<String> differing = new TreeSet<>();

    private ColumnForms() {}

    /** Reads the head of each chunk. */
    static ColumnForms of(FileStore store, List<DataFile> files) throws IOException {
        ColumnForms found = new ColumnForms();
        for (DataFile file : files) {
            try (OpenTsFile open = OpenTsFile.open(store, file.path())) {
                for (DeviceCursor cursor = open.devices(null); cursor.current() != null; cursor.advance()) {
                    found.add(open, cursor.current(), cursor.chunks());
                }
            }
        }
        return found;
    }

    private void add(OpenTsFile open, IDeviceID device, DeviceChunks chunks) throws IOException {
        for (String column : chunks.types().keySet()) {
            long hash = ((long) device.hashCode() << Integer.SIZE) ^ column.hashCode();
            for (ChunkEntry chunk : chunks.chunks(column)) {
                ChunkForm form = ChunkHeadCheck.check(open, chunk);
                ChunkForm first = series.putIfAbsent(hash, form);
                if (first != null && !first.equals(form)) {
                    differing.add(column);
                }
                if (chunk.count() > 0) {
                    forms.computeIfAbsent(column, c -> new HashSet<>()).add(form);
                }
            }
        }
    }

    /** Columns of which a series has chunks in several ways. */
    Set<String> differing() {
        return differing;
    }

    /**
     * Options by which the chunks of each column that differs are in one way: a short one where nothing is fixed yet, else one that
     * holds any value.
     *
     * @param given options, also of columns that do not differ
     */
    EncodingOptions uniform(List<Column> columns, EncodingOptions given) {
        TreeMap<String, String> settings = new TreeMap<>(given.settings());
        for (Column column : columns) {
            String name = column.name();
            if (!differing.contains(name)) {
                continue;
            }
            boolean fixed = given.encoding(name, column.type()).isPresent()
                    && given.compression(name).isPresent();
            TSEncoding encoding = fixed
                    ? Encodings.of(column.type())
                    : given.encoding(name, column.type()).orElseGet(() -> encoding(column));
            settings.put(EncodingOptions.ENCODING + "." + name, lower(encoding));
            settings.put(
                    EncodingOptions.COMPRESSION + "." + name,
                    lower(given.compression(name).orElseGet(() -> compression(name))));
        }
        return new EncodingOptions(settings);
    }

    private TSEncoding encoding(Column column) {
        Set<TSEncoding> found = found(column.name(), ChunkForm::encoding);
        TSDataType type = column.type();
        if (found.size() == 1 && Encodings.possible(type).containsAll(found)) {
            return found.iterator().next();
        }
        // What was short as whole numbers of some decimals would become four times as long.
        boolean decimals = found.stream().anyMatch(encoding -> Encodings.scaled(encoding, type));
        return decimals ? TSEncoding.TS_2DIFF : Encodings.of(type);
    }

    private CompressionType compression(String column) {
        Set<CompressionType> found = found(column, ChunkForm::compression);
        // It was taken where it saves much.
        return found.contains(CompressionType.ZSTD) ? CompressionType.ZSTD : Encodings.COMPRESSION;
    }

    private <T> Set<T> found(String column, Function<ChunkForm, T> part) {
        return forms.getOrDefault(column, Set.of()).stream().map(part).collect(Collectors.toSet());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
