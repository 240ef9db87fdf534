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
import io.tsfile.core.io.RelativePaths;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Tombstone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers the actions of one entry as they are read. Not thread-safe. */
final class ReadActions {
    private final String file;
    private final List<DataFile> adds = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final List<Hide> hides = new ArrayList<>();
    private final List<Tombstone> tombstones = new ArrayList<>();
    private final List<TombstoneFile> tombstoneFiles = new ArrayList<>();
    private final List<Tombstone> forgotten = new ArrayList<>();
    private final List<String> forgottenFiles = new ArrayList<>();
    private final List<String> doomed = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private @Nullable CommitInfo info;
    private Optional<TableMetadata> metadata = Optional.empty();
    private int count;

    ReadActions(String file) {
        this.file = file;
    }

    void add(JsonFields action) {
        count++;
        String name = action.onlyName();
        JsonFields body = action.object(name);
        switch (name) {
            case "info" -> {
                if (info != null) {
                    throw action.wrong(name, "it is the second one; a commit has one info");
                }
                info = CommitInfoCodec.decode(body);
            }
            case "table" -> {
                if (metadata.isPresent()) {
                    throw action.wrong(name, "it is the second one; a commit describes the table once");
                }
                metadata = Optional.of(TableMetadataCodec.decode(body));
            }
            case "add" -> adds.add(DataFileCodec.decode(body));
            case "remove" -> removes.add(body.converted("path", RelativePaths::check));
            case "hide" -> hides.add(TombstoneCodec.decodeHide(body));
            case "tombstone" -> tombstones.add(TombstoneCodec.decode(body));
            case "tombstones" -> tombstoneFiles.add(TombstoneCodec.decodeFile(body));
            case "forget" -> {
                if (body.has("path")) {
                    forgottenFiles.add(TombstoneCodec.filePath(body));
                } else {
                    forgotten.add(TombstoneCodec.decode(body));
                }
            }
            case "doomed" -> doomed.addAll(paths(body));
            case "gone" -> gone.addAll(paths(body));
            default -> throw action.newer("", "the action '" + name + "' is unknown to this release");
        }
    }

    LogEntry entry(long number) {
        if (info == null) {
            throw new TsFileConnectorException(
                    "Cannot read " + file + ": none of its " + count + " actions is the commit's info");
        }
        return new LogEntry(
                number,
                info,
                metadata,
                List.copyOf(adds),
                List.copyOf(removes),
                List.copyOf(hides),
                tombstones(),
                doomed());
    }

    TombstoneChanges tombstones() {
        return new TombstoneChanges(
                List.copyOf(tombstones),
                List.copyOf(tombstoneFiles),
                List.copyOf(forgotten),
                List.copyOf(forgottenFiles));
    }

    DoomedChanges doomed() {
        return new DoomedChanges(List.copyOf(doomed), List.copyOf(gone));
    }

    private static List<String> paths(JsonFields body) {
        List<String> paths = new ArrayList<>();
        for (@Nullable String path : body.textList("paths")) {
            if (path == null) {
                throw body.wrong("paths", "paths are expected, and null is none");
            }
            paths.add(body.checked("paths", () -> LogEntryCodec.doomedPath(path)));
        }
        return paths;
    }
}
