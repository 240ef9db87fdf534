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
package io.tsfile.core.warehouse;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What is known of a namespace, in a folder beside its tables: each change is a new file with the next number, created only if absent, so that
 * changes of several at once all count.
 */
final class NamespaceProperties {
    /** In the namespace's folder. */
    static final String FOLDER = "_namespace";

    /** Files that stay behind the newest, so that who was slow with a number finds that it is taken. */
    private static final int KEPT = 16;

    private static final String SUFFIX = ".properties";

    private NamespaceProperties() {}

    static Map<String, String> read(FileStore warehouse, String namespace) throws IOException {
        while (true) {
            Optional<String> newest = newest(warehouse, namespace);
            if (newest.isEmpty()) {
                return Map.of();
            }
            try {
                return decode(warehouse.read(newest.get()));
            } catch (FileNotFoundException e) {
                // Somebody changed it meanwhile, or dropped the namespace.
                if (newest(warehouse, namespace).equals(newest)) {
                    throw e;
                }
            }
        }
    }

    static void alter(FileStore warehouse, String namespace, UnaryOperator<Map<String, String>> change)
            throws IOException {
        while (true) {
            Optional<String> newest = newest(warehouse, namespace);
            Map<String, String> before = read(warehouse, namespace);
            Map<String, String> after = change.apply(new TreeMap<>(before));
            if (after.equals(before)) {
                return;
            }
            long next = newest.map(NamespaceProperties::number).orElse(0L) + 1;
            if (warehouse.createIfAbsent(path(namespace, next), encode(after))) {
                String oldest = path(namespace, Math.max(0, next - KEPT));
                for (StoredFile file : warehouse.list(namespace + "/" + FOLDER, false)) {
                    if (file.path().compareTo(oldest) < 0) {
                        warehouse.delete(file.path());
                    }
                }
                return;
            }
        }
    }

    private static Optional<String> newest(FileStore warehouse, String namespace) throws IOException {
        List<StoredFile> files = warehouse.list(namespace + "/" + FOLDER, false).stream()
                .filter(file -> file.path().endsWith(SUFFIX))
                .toList();
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(files.get(files.size() - 1).path());
    }

    private static String path(String namespace, long number) {
        return namespace + "/" + FOLDER + "/" + String.format(Locale.ROOT, "%020d", number) + SUFFIX;
    }

    private static long number(String path) {
        return Long.parseLong(path.substring(path.lastIndexOf('/') + 1, path.length() - SUFFIX.length()));
    }

    private static byte[] encode(Map<String, String> properties) throws IOException {
        Properties all = new Properties();
        all.putAll(properties);
        StringWriter text = new StringWriter();
        all.store(text, null);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> decode(byte[] content) throws IOException {
        Properties all = new Properties();
        all.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
        Map<String, String> properties = new TreeMap<>();
        all.stringPropertyNames().forEach(name -> properties.put(name, all.getProperty(name)));
        return properties;
    }
}
