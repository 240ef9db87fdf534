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
package io.tsfile.core.scan.mods;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.index.bytes.IndexBytes;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The files beside TsFiles in which an IoTDB keeps deletions. Thread-safe.
 *
 * <p>Of one TsFile there may be several: those of version 1 and of version 2 of the server while it is upgraded, those that
 * came while the TsFile was being compacted, and those that it shares with others. Any of them may repeat what another says.
 */
public final class ModFiles {
    static final String BINARY = ".mods2";
    private static final String TEXT = ".mods";
    private static final String RESOURCE = ".resource";
    /** A shorter copy of a file of deletions; when it is complete, the file is deleted and the copy takes its name. */
    private static final String SETTLED = ".settle";

    private static final List<String> SUFFIXES = List.of(BINARY, ".compaction.mods2", TEXT, ".compaction.mods");

    private final Map<String, StoredFile> files;

    private ModFiles(Map<String, StoredFile> files) {
        this.files = files;
    }

    /** Those among the files of a folder. */
    public static ModFiles of(List<StoredFile> listed) {
        return new ModFiles(listed.stream()
                .filter(file -> isMods(file.path()) || file.path().endsWith(RESOURCE))
                .collect(Collectors.toMap(StoredFile::path, Function.identity())));
    }

    private static boolean isMods(String path) {
        String settled = path.endsWith(SETTLED) ? path.substring(0, path.length() - SETTLED.length()) : path;
        return settled.endsWith(BINARY) || settled.endsWith(TEXT);
    }

    /**
     * Reads the deletions of a TsFile.
     *
     * @throws io.tsfile.core.CorruptTsFileException if a file of them is cut off or damaged
     * @throws TsFileConnectorException if a file of them is missing
     */
    public List<ModEntry> read(FileStore store, String tsFile) throws IOException {
        List<ModEntry> entries = new ArrayList<>();
        for (String suffix : SUFFIXES) {
            String path = tsFile + suffix;
            if (!files.containsKey(path)) {
                path += SETTLED;
            }
            if (files.containsKey(path)) {
                entries.addAll(
                        suffix.endsWith(BINARY)
                                ? BinaryMods.read(bytes(store, path))
                                : TextMods.read(where(store, path), store.read(path)));
            }
        }
        if (files.containsKey(tsFile + RESOURCE)) {
            addShared(store, tsFile, entries);
        }
        return entries;
    }

    private void addShared(FileStore store, String tsFile, List<ModEntry> entries) throws IOException {
        ResourceFile.SharedMods shared =
                ResourceFile.sharedMods(bytes(store, tsFile + RESOURCE)).orElse(null);
        if (shared == null) {
            return;
        }
        String path = tsFile.substring(0, tsFile.lastIndexOf('/') + 1) + shared.name();
        StoredFile file = files.get(path);
        if (file == null || file.length() < shared.start()) {
            throw new TsFileConnectorException(
                    "Cannot read " + where(store, tsFile) + ": deletions of it stand in " + path + " from byte "
                            + shared.start() + " on, and that file "
                            + (file == null ? "is not there" : "has " + file.length() + " bytes")
                            + ". Copy the folder again, with all its files");
        }
        IndexBytes all = bytes(store, path);
        entries.addAll(BinaryMods.read(all.from(Math.toIntExact(shared.start()))));
    }

    private static IndexBytes bytes(FileStore store, String path) throws IOException {
        byte[] content = store.read(path);
        return new IndexBytes(where(store, path), content, 0, content.length, 0);
    }

    private static String where(FileStore store, String path) {
        return store.location().uri() + "/" + path;
    }
}
