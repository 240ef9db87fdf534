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
package io.tsfile.flink.bytes;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.LiveFile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes and reads files with what must not be seen of them. One deletion may concern many files, and may name many devices: it is
 * written once, before all files, which refer to it by its number.
 */
public final class LiveFileBytes {
    private LiveFileBytes() {}

    /** Writes the deletions of all files that will follow, and gives each its number. */
    public static Map<Deletion, Integer> writeDeletions(Stream<LiveFile> files, DataOutput out) throws IOException {
        Map<Deletion, Integer> numbers = new LinkedHashMap<>();
        files.forEach(file -> file.deletions().forEach(deletion -> numbers.putIfAbsent(deletion, numbers.size())));
        out.writeInt(numbers.size());
        for (Deletion deletion : numbers.keySet()) {
            ModelBytes.writeDeletion(deletion, out);
        }
        return numbers;
    }

    /** Reads what {@link #writeDeletions} wrote. */
    public static List<Deletion> readDeletions(DataInput in) throws IOException {
        int count = in.readInt();
        List<Deletion> deletions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            deletions.add(ModelBytes.readDeletion(in));
        }
        return deletions;
    }

    /**
     * Writes files.
     *
     * @param deletions the numbers of all that concern them
     */
    public static void writeFiles(List<LiveFile> files, Map<Deletion, Integer> deletions, DataOutput out)
            throws IOException {
        ModelBytes.writeFiles(files.stream().map(LiveFile::file).toList(), out);
        for (LiveFile file : files) {
            out.writeInt(file.deletions().size());
            for (Deletion deletion : file.deletions()) {
                out.writeInt(deletions.getOrDefault(deletion, -1));
            }
        }
    }

    /** Reads what {@link #writeFiles} wrote. */
    public static List<LiveFile> readFiles(DataInput in, List<Deletion> deletions) throws IOException {
        List<DataFile> files = ModelBytes.readFiles(in, true);
        List<LiveFile> live = new ArrayList<>(files.size());
        for (DataFile file : files) {
            int count = in.readInt();
            List<Deletion> hidden = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                hidden.add(deletions.get(in.readInt()));
            }
            live.add(new LiveFile(file, hidden));
        }
        return live;
    }
}
