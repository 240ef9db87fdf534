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
package io.tsfile.flink.commit;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Tombstone;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a writer closed together: files that are complete and durable, and deletions; their versions are open but for the
 * order, which is one count for both. A writer's results come in the order in which it closed them.
 *
 * @param id another one for each result
 * @param files perhaps none, if there are tombstones
 * @param tombstones of devices that only this writer has
 */
public record WriteResult(UUID id, List<DataFile> files, List<Tombstone> tombstones) {
    /** Copies the lists. */
    public WriteResult {
        files = List.copyOf(files);
        tombstones = List.copyOf(tombstones);
    }

    /** A new result; not both lists are empty. */
    public static WriteResult of(List<DataFile> files, List<Tombstone> tombstones) {
        return new WriteResult(files.isEmpty() ? UUID.randomUUID() : idOf(files), files, tombstones);
    }

    /** File names are unique, so they tell. */
    static UUID idOf(List<DataFile> files) {
        String paths = files.stream().map(DataFile::path).sorted().collect(Collectors.joining("\n"));
        return UUID.nameUUIDFromBytes(paths.getBytes(StandardCharsets.UTF_8));
    }
}
