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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Writes the state after a commit: its parts under names that are never given twice, then the manifest, if there is none yet. A
 * crash in between leaves parts that nobody names, for the clean-up. Used once.
 */
final class CheckpointWriter {
    /** A part ends with so many files, or things that weigh as much. */
    static final int MOST_FILES = 8192;

    /** A part also ends with its time partition, once it is worth reading alone. */
    private static final int ENOUGH_SHARE = 8;

    private static final int MOST_WRITERS = 65_536;

    private final FileStore store;
    private final int mostFiles;
    private final UUID attempt = UUID.randomUUID();
    private final List<CheckpointPart> parts = new ArrayList<>();

    CheckpointWriter(FileStore store, int mostFiles) {
        this.store = store;
        this.mostFiles = mostFiles;
    }

    /**
     * Writes a checkpoint unless there is one of that number.
     *
     * @return whether this one is there now
     */
    boolean write(LogState state) throws IOException {
        Snapshot snapshot = state.snapshot();
        for (List<DataFile> files : cut(snapshot.files(), snapshot.metadata().partitioning())) {
            TimeRange times =
                    files.stream().map(DataFile::times).reduce(TimeRange::union).orElseThrow();
            add(snapshot, PartKind.FILES, FilesPart.write(files, snapshot.hides()), files.size(), times);
        }
        List<Map.Entry<UUID, WriterMark>> writers =
                new ArrayList<>(state.writers().entrySet());
        writers.sort(Map.Entry.comparingByKey());
        for (int from = 0; from < writers.size(); from += MOST_WRITERS) {
            List<Map.Entry<UUID, WriterMark>> some =
                    writers.subList(from, Math.min(writers.size(), from + MOST_WRITERS));
            add(snapshot, PartKind.WRITERS, WritersPart.write(some), some.size(), TimeRange.ALL);
        }
        List<ObjectNode> actions = LogEntryCodec.remaining(snapshot);
        if (!actions.isEmpty()) {
            add(snapshot, PartKind.ACTIONS, LogJson.write(actions), actions.size(), TimeRange.ALL);
        }
        byte[] manifest = CheckpointManifestCodec.encode(new CheckpointManifest(
                snapshot.number(), snapshot.timeMillis(), state.horizonMillis(), snapshot.metadata(), parts));
        // If this fails, nobody knows whether it is there: the parts stay (R7).
        boolean created = store.createIfAbsent(TableLog.checkpointPath(snapshot.number()), manifest);
        if (!created) {
            for (CheckpointPart part : parts) {
                store.delete(part.path());
            }
        }
        return created;
    }

    private void add(Snapshot snapshot, PartKind kind, byte[] content, int count, TimeRange times) throws IOException {
        String name = String.format("%020d.checkpoint.%s.%04d", snapshot.number(), attempt, parts.size());
        CRC32C crc = new CRC32C();
        crc.update(content);
        CheckpointPart part = new CheckpointPart(name, kind, content.length, crc.getValue(), count, times);
        if (!store.createIfAbsent(part.path(), content)) {
            throw new IOException("Cannot create " + part.path() + ": a file of that random name is there");
        }
        parts.add(part);
    }

    /** Files of some time partitions in a row, each list within bounds. */
    private List<List<DataFile>> cut(List<DataFile> files, TimePartitioning partitioning) {
        List<DataFile> byTime = new ArrayList<>(files);
        // Stable, so that files of one version stay together.
        byTime.sort(Comparator.comparingLong(
                file -> partitioning.partition(file.times().start())));
        List<List<DataFile>> cut = new ArrayList<>();
        List<DataFile> now = new ArrayList<>();
        int weight = 0;
        long partition = 0;
        for (DataFile file : byTime) {
            long next = partitioning.partition(file.times().start());
            boolean full = weight >= mostFiles || (next != partition && weight >= mostFiles / ENOUGH_SHARE);
            if (full && !now.isEmpty()) {
                cut.add(now);
                now = new ArrayList<>();
                weight = 0;
            }
            now.add(file);
            weight += 1 + file.splits().size() / 8;
            partition = next;
        }
        if (!now.isEmpty()) {
            cut.add(now);
        }
        return cut;
    }
}
