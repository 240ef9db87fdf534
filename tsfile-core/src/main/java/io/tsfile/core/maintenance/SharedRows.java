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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.MergeFiles;
import io.tsfile.core.merge.NewestWins;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds rows of one device and time that are to be seen in two files of one version, so that nobody can tell which one counts (R9). */
final class SharedRows {
    private static final int BATCH_ROWS = 4096;

    private SharedRows() {}

    /** A finding per file that has a row which an earlier file of its version has, too. */
    static List<Finding> find(FileStore store, TableSchema schema, List<LiveFile> files) throws IOException {
        Map<Version, List<LiveFile>> versions = new TreeMap<>();
        for (LiveFile file : files) {
            versions.computeIfAbsent(file.file().version(), v -> new ArrayList<>())
                    .add(file);
        }
        List<Finding> findings = new ArrayList<>();
        for (List<LiveFile> version : versions.values()) {
            for (int i = 1; i < version.size(); i++) {
                LiveFile file = version.get(i);
                for (LiveFile other : version.subList(0, i)) {
                    Optional<String> shared =
                            meet(file.file(), other.file()) ? first(store, schema, file, other) : Optional.empty();
                    if (shared.isPresent()) {
                        findings.add(new Finding(
                                file.file().path(),
                                List.of("it has " + shared.get() + ", and so has "
                                        + other.file().path() + " of the same version "
                                        + file.file().version())));
                        break;
                    }
                }
            }
        }
        return findings;
    }

    private static boolean meet(DataFile file, DataFile other) {
        return file.times().overlaps(other.times())
                && file.buckets().overlaps(other.buckets())
                && file.devices().overlaps(other.devices());
    }

    private static Optional<String> first(FileStore store, TableSchema schema, LiveFile file, LiveFile other)
            throws IOException {
        try (MergeFiles files = MergeFiles.open(store, schema, List.of(file));
                MergeFiles others = MergeFiles.open(store, schema, List.of(other))) {
            DeviceMerge one = new DeviceMerge(files.inputs());
            DeviceMerge two = new DeviceMerge(others.inputs());
            boolean both = one.nextDevice() && two.nextDevice();
            while (both) {
                int order = one.device().compareTo(two.device());
                if (order == 0) {
                    Optional<Long> time = firstTime(new Times(one), new Times(two));
                    if (time.isPresent()) {
                        return Optional.of("a row of device " + one.device() + " at time " + time.get());
                    }
                    both = one.nextDevice() && two.nextDevice();
                } else {
                    both = order < 0 ? one.nextDevice() : two.nextDevice();
                }
            }
            return Optional.empty();
        }
    }

    private static Optional<Long> firstTime(Times one, Times two) throws IOException {
        while (one.load() && two.load()) {
            if (one.time() == two.time()) {
                return Optional.of(one.time());
            }
            if (one.time() < two.time()) {
                one.advance();
            } else {
                two.advance();
            }
        }
        return Optional.empty();
    }

    /** The visible times of a device in one file. */
    private static final class Times {
        private final NewestWins rows;
        private int position;
        private int size;

        Times(DeviceMerge device) {
            this.rows = device.rows(List.of(), List.of(), TimeRange.ALL);
        }

        boolean load() throws IOException {
            if (position < size) {
                return true;
            }
            position = 0;
            size = rows.next(BATCH_ROWS) ? rows.times().size() : 0;
            return size > 0;
        }

        long time() {
            return rows.times().get(position);
        }

        void advance() {
            position++;
        }
    }
}
