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
package io.tsfile.core.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.compact.policy.Region;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.TableMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * A table in memory: what tasks make of it follows from keys and versions alone, by the simplest code. Each key takes
 * {@value #KEY_BYTES} bytes, and files say what lies before a device every {@value #SPLIT_BYTES} bytes.
 */
final class ModelTable {
    static final long KEY_BYTES = 10;
    private static final long SPLIT_BYTES = 100;
    private static final TableMetadata METADATA = TableMetadata.of(
            TableSchema.ofTable("t", List.of(Column.tag("id"), Column.field("v", TSDataType.INT32))),
            new TimePartitioning(1000),
            Map.of());

    private final CompactionOptions options;
    private final int knownDevices;
    private final Map<String, Stored> files = new LinkedHashMap<>();
    private final Map<String, List<Deletion>> hides = new HashMap<>();
    private final List<Tombstone> tombstones = new ArrayList<>();
    private long number;
    private int names;
    private long bytesWritten;

    /** A device and a time. */
    record Key(IDeviceID device, long time) implements Comparable<Key> {
        static Key of(String device, long time) {
            return new Key(Devices.ofTable("t", device), time);
        }

        @Override
        public int compareTo(Key other) {
            int byDevice = device.compareTo(other.device);
            return byDevice != 0 ? byDevice : Long.compare(time, other.time);
        }
    }

    /** A file, and the number of the commit that wrote the value of each key. */
    private record Stored(DataFile file, SortedMap<Key, Long> values) {}

    ModelTable(CompactionOptions options) {
        this(options, 0);
    }

    /**
     * An empty table.
     *
     * @param knownDevices of files with so many devices at most, the policy is told which they are
     */
    ModelTable(CompactionOptions options, int knownDevices) {
        this.options = options;
        this.knownDevices = knownDevices;
    }

    long number() {
        return number;
    }

    /** Bytes that tasks wrote so far. */
    long bytesWritten() {
        return bytesWritten;
    }

    int fileCount() {
        return files.size();
    }

    List<DataFile> files() {
        return files.values().stream().map(Stored::file).toList();
    }

    Snapshot snapshot() {
        List<DataFile> sorted = files().stream().sorted(DataFile.BY_VERSION).toList();
        return new Snapshot(number, number, METADATA, sorted, hides, tombstones);
    }

    List<LiveFile> live() {
        return files().stream().sorted(DataFile.BY_VERSION).map(this::live).toList();
    }

    private LiveFile live(DataFile file) {
        List<Deletion> deletions = new ArrayList<>(hides.getOrDefault(file.path(), List.of()));
        tombstones.stream()
                .filter(t -> t.concerns(file))
                .map(Tombstone::deletion)
                .forEach(deletions::add);
        return new LiveFile(file, deletions);
    }

    List<CompactionTask> plan() {
        return CompactionPolicy.plan(snapshot(), live(), options, devices());
    }

    List<CompactionTask> forcedPlan() {
        return CompactionPolicy.plan(snapshot(), live(), options.withForce(true), devices());
    }

    private Map<String, List<IDeviceID>> devices() {
        Map<String, List<IDeviceID>> known = new HashMap<>();
        for (Stored stored : files.values()) {
            List<IDeviceID> devices =
                    stored.values.keySet().stream().map(Key::device).distinct().toList();
            if (devices.size() <= knownDevices) {
                known.put(stored.file.path(), devices);
            }
        }
        return known;
    }

    /** One commit of one file. */
    void append(List<Key> keys) {
        number++;
        TreeMap<Key, Long> values = new TreeMap<>();
        keys.forEach(key -> values.put(key, number));
        add(values, new Version(number, 0), 0, number);
    }

    void delete(Deletion deletion) {
        number++;
        tombstones.add(new Tombstone(new Version(number, 0), deletion));
    }

    /** Which commit's value is seen of each key. */
    Map<Key, Long> answer() {
        TreeMap<Key, Long> answer = new TreeMap<>();
        TreeMap<Key, Version> newest = new TreeMap<>();
        for (Stored stored : files.values()) {
            seen(stored, live(stored.file)).forEach((key, value) -> {
                Version before = newest.get(key);
                // R9
                assertThat(before).as("version of %s", key).isNotEqualTo(stored.file.version());
                if (before == null || before.compareTo(stored.file.version()) < 0) {
                    newest.put(key, stored.file.version());
                    answer.put(key, value);
                }
            });
        }
        return answer;
    }

    /** Whether a key inside of the cut is seen of both files. */
    boolean share(LiveFile one, LiveFile other, Cut cut) {
        Set<Key> keys = new HashSet<>(seen(stored(one), one).keySet());
        keys.retainAll(seen(stored(other), other).keySet());
        return keys.stream().anyMatch(key -> contains(cut, key));
    }

    /** Runs and commits a task that was planned on the current snapshot or on one before the commits of other tasks of its plan. */
    void apply(CompactionTask task) {
        number++;
        switch (task.strategy()) {
            case DROP -> task.inputs().forEach(input -> remove(input.file().path()));
            case MOVE -> task.inputs().forEach(this::move);
            case REWRITE, PATCH -> rewrite(task);
        }
    }

    private void move(LiveFile input) {
        Stored stored = stored(input);
        DataFile file = stored.file;
        files.put(
                file.path(),
                new Stored(file.compacted(file.version(), file.level() + 1, file.cleanThrough()), stored.values));
    }

    private void rewrite(CompactionTask task) {
        TreeMap<Key, Long> merged = new TreeMap<>();
        for (LiveFile input : task.inputs()) {
            Stored stored = stored(input);
            seen(stored, input).forEach((key, value) -> {
                if (contains(task.cut(), key)) {
                    merged.put(key, value);
                }
            });
        }
        for (LiveFile input : task.inputs()) {
            String path = input.file().path();
            hides.computeIfAbsent(path, p -> new ArrayList<>()).add(task.cut().deletion());
            Region left = Region.of(new LiveFile(input.file(), hides.get(path)));
            if (left.isEmpty()) {
                remove(path);
            }
        }
        Version newest = task.inputs().get(task.inputs().size() - 1).file().version();
        TreeMap<Key, Long> output = new TreeMap<>();
        for (Map.Entry<Key, Long> entry : merged.entrySet()) {
            output.put(entry.getKey(), entry.getValue());
            if (output.size() * KEY_BYTES >= options.output().targetFileBytes()) {
                addOutput(output, newest, task);
                output = new TreeMap<>();
            }
        }
        if (!output.isEmpty()) {
            addOutput(output, newest, task);
        }
    }

    private void addOutput(SortedMap<Key, Long> values, Version version, CompactionTask task) {
        bytesWritten += add(values, version, task.level(), task.snapshot()).length();
    }

    private Stored stored(LiveFile file) {
        return Objects.requireNonNull(files.get(file.file().path()));
    }

    private static boolean contains(Cut cut, Key key) {
        return cut.contains(key.device) && cut.times().contains(key.time);
    }

    private static Map<Key, Long> seen(Stored stored, LiveFile live) {
        TreeMap<Key, Long> seen = new TreeMap<>(stored.values);
        for (Deletion deletion : live.deletions()) {
            seen.keySet()
                    .removeIf(key -> deletion.ofRows()
                            && deletion.devices().contains(key.device)
                            && deletion.times().contains(key.time));
        }
        return seen;
    }

    private void remove(String path) {
        assertThat(files.remove(path)).as(path).isNotNull();
        hides.remove(path);
    }

    private DataFile add(SortedMap<Key, Long> values, Version version, int level, long cleanThrough) {
        List<DeviceSplit> splits = new ArrayList<>();
        long bytes = 0;
        long last = 0;
        IDeviceID device = values.firstKey().device;
        for (Key key : values.keySet()) {
            if (!key.device.equals(device) && bytes - last >= SPLIT_BYTES) {
                splits.add(new DeviceSplit(key.device, bytes));
                last = bytes;
            }
            device = key.device;
            bytes += KEY_BYTES;
        }
        Stream<Long> times = values.keySet().stream().map(Key::time);
        List<Long> sorted = times.sorted(Comparator.naturalOrder()).toList();
        long devices = values.keySet().stream().map(Key::device).distinct().count();
        DataFile file = new DataFile(
                "f" + names++,
                bytes,
                DataFile.UNKNOWN_CRC,
                version,
                level,
                cleanThrough,
                true,
                new DeviceRange(values.firstKey().device, values.lastKey().device),
                BucketRange.ALL,
                new TimeRange(sorted.get(0), sorted.get(sorted.size() - 1)),
                values.size(),
                values.size(),
                devices,
                splits);
        files.put(file.path(), new Stored(file, values));
        return file;
    }
}
