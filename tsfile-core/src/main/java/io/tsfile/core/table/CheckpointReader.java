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
package io.tsfile.core.table;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Reads checkpoints. A file that is missing is a {@link java.io.FileNotFoundException}: a clean-up may have been faster. */
final class CheckpointReader {
    private final FileStore store;

    CheckpointReader(FileStore store) {
        this.store = store;
    }

    CheckpointManifest manifest(long number) throws IOException {
        String path = TableLog.checkpointPath(number);
        return CheckpointManifestCodec.decode(
                number, store.read(path), store.location().uri() + "/" + path);
    }

    /** The state after commit {@code number}, as far as it concerns these times. */
    LogState read(long number, TimeRange times) throws IOException {
        CheckpointManifest manifest = manifest(number);
        Map<IDeviceID, IDeviceID> devices = new HashMap<>();
        List<DataFile> files = new ArrayList<>();
        Map<String, List<Deletion>> hides = new HashMap<>();
        Map<UUID, WriterMark> writers = new HashMap<>();
        ReadActions actions = new ReadActions(store.location().uri() + "/" + TableLog.checkpointPath(number));
        for (CheckpointPart part : manifest.parts()) {
            if (!part.times().overlaps(times)) {
                continue;
            }
            byte[] content = content(part);
            if (part.kind() == PartKind.ACTIONS) {
                LogJson.read(content, name(part)).forEach(actions::add);
                continue;
            }
            PartInput in = new PartInput(content, name(part), part.kind(), device -> {
                IDeviceID known = devices.putIfAbsent(device, device);
                return known == null ? device : known;
            });
            if (part.kind() == PartKind.WRITERS) {
                WritersPart.read(in, writers::put);
            } else {
                FilesPart.read(in, (file, hidden) -> {
                    if (file.times().overlaps(times)) {
                        files.add(file);
                        if (!hidden.isEmpty()) {
                            hides.put(file.path(), List.copyOf(hidden));
                        }
                    }
                });
            }
        }
        files.sort(DataFile.BY_VERSION);
        List<Tombstone> tombstones = new ArrayList<>(actions.tombstones().added());
        tombstones.removeIf(tombstone -> !tombstone.deletion().times().overlaps(times));
        List<TombstoneFile> tombstoneFiles =
                new ArrayList<>(actions.tombstones().addedFiles());
        tombstoneFiles.removeIf(file -> !file.times().overlaps(times));
        Snapshot snapshot = new Snapshot(
                number,
                manifest.timeMillis(),
                manifest.metadata(),
                Collections.unmodifiableList(files),
                Map.copyOf(hides),
                List.copyOf(tombstones),
                List.copyOf(tombstoneFiles),
                Collections.unmodifiableSortedSet(new TreeSet<>(actions.doomed().doomed())));
        return new LogState(store.location().uri(), snapshot, writers, manifest.horizonMillis());
    }

    /** Reads all bytes of a checkpoint, and says what is wrong with it. */
    void verify(long number) throws IOException {
        for (CheckpointPart part : manifest(number).parts()) {
            content(part);
        }
    }

    private byte[] content(CheckpointPart part) throws IOException {
        byte[] content = store.read(part.path());
        CRC32C crc = new CRC32C();
        crc.update(content);
        if (content.length != part.length() || crc.getValue() != part.crc32c()) {
            throw new TsFileConnectorException("Cannot read " + name(part) + ": it has " + content.length
                    + " bytes and checksum " + crc.getValue() + ", and its checkpoint says " + part.length() + " and "
                    + part.crc32c() + ". Restore it from a backup");
        }
        return content;
    }

    private String name(CheckpointPart part) {
        return store.location().uri() + "/" + part.path();
    }
}
