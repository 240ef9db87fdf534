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
package io.tsfile.core.merge;

import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.ValueFilter;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Walks over the devices of several files in ascending order, and merges the rows of each. Not thread-safe. */
public final class DeviceMerge {
    private final List<MergeInput> inputs;
    private final List<FileMask> masks;
    private final List<DeviceRuns> files = new ArrayList<>();
    private @Nullable IDeviceID device;
    /** Of the device, if it is walked over in parts. */
    private @Nullable DeviceParts parts;

    /**
     * What one of the files has of the device.
     *
     * @param input the file
     * @param chunks the device's
     * @param mask what must not be seen of them
     */
    public record DeviceFile(MergeInput input, DeviceChunks chunks, DeviceMask mask) {}

    /**
     * A walk.
     *
     * @param inputs in ascending order of version
     */
    public DeviceMerge(List<MergeInput> inputs) {
        this.inputs = inputs;
        this.masks =
                inputs.stream().map(input -> new FileMask(input.deletions())).toList();
    }

    /** Moves to the next device and reads its index in every file that has it; false at the end. */
    public boolean nextDevice() throws IOException {
        return nextDevice(any -> true);
    }

    /** Moves to the next device that is wanted; nothing is read of the others. */
    public boolean nextDevice(Predicate<IDeviceID> wanted) throws IOException {
        parts = null;
        files.clear();
        forgetPages();
        IDeviceID found = findDevice(wanted);
        if (found == null) {
            return false;
        }
        readAll(found);
        advance(found);
        return true;
    }

    /** Moves to the next device that is wanted, and reads nothing of it but its name. */
    public boolean nextName(Predicate<IDeviceID> wanted) throws IOException {
        parts = null;
        files.clear();
        IDeviceID found = findDevice(wanted);
        if (found == null) {
            return false;
        }
        advance(found);
        return true;
    }

    /**
     * Moves to further measurements of the device if some are left, else to the next device: of a device with very
     * many measurements, the index of only some of them is in memory. Measurements ascend from part to part, and none comes back. A
     * device that is aligned in any of the files is one part.
     */
    public boolean nextPart() throws IOException {
        files.clear();
        if (parts == null || !parts.hasNext()) {
            parts = null;
            IDeviceID found = findDevice(any -> true);
            if (found == null) {
                return false;
            }
            DeviceParts opened = new DeviceParts(found);
            for (int i = 0; i < inputs.size(); i++) {
                if (found.equals(inputs.get(i).devices().current())) {
                    opened.add(inputs.get(i), masks.get(i).of(found));
                }
            }
            if (opened.aligned()) {
                readAll(found);
            } else {
                parts = opened;
            }
            advance(found);
        }
        if (parts != null) {
            files.addAll(parts.next());
        }
        return true;
    }

    private @Nullable IDeviceID findDevice(Predicate<IDeviceID> wanted) throws IOException {
        device = firstDevice();
        while (device != null && !wanted.test(device)) {
            advance(device);
            device = firstDevice();
        }
        return device;
    }

    private void readAll(IDeviceID found) throws IOException {
        for (int i = 0; i < inputs.size(); i++) {
            MergeInput input = inputs.get(i);
            if (found.equals(input.devices().current())) {
                files.add(new DeviceRuns(
                        input, found, input.devices().chunks(), masks.get(i).of(found)));
            }
        }
    }

    private void advance(IDeviceID found) throws IOException {
        for (MergeInput input : inputs) {
            if (found.equals(input.devices().current())) {
                input.devices().advance();
            }
        }
    }

    private @Nullable IDeviceID firstDevice() {
        IDeviceID first = null;
        for (MergeInput input : inputs) {
            IDeviceID candidate = input.devices().current();
            if (candidate != null && (first == null || candidate.compareTo(first) < 0)) {
                first = candidate;
            }
        }
        return first;
    }

    /** The device. */
    public IDeviceID device() {
        if (device == null) {
            throw new IllegalStateException("Cannot name a device before nextDevice() or at the end");
        }
        return device;
    }

    /** The files that have the device, or something of its part, in ascending order of version. */
    public List<DeviceFile> files() {
        return files.stream()
                .map(file -> new DeviceFile(file.input(), file.chunks(), file.mask()))
                .toList();
    }

    /** Whether the device's measurements share their times in any of the files. */
    public boolean aligned() {
        return files.stream().anyMatch(file -> file.chunks().aligned());
    }

    /** Whether a row is one wherever an aligned device has its time: no column need be looked at to tell the rows. */
    public boolean rowsAreStored() {
        return files.stream().noneMatch(DeviceRuns::mayHaveEmptyRows);
    }

    /** The measurements that any of the files has of the device or of its part. */
    public Set<String> measurements() {
        Set<String> measurements = new LinkedHashSet<>();
        files.forEach(file -> measurements.addAll(file.chunks().types().keySet()));
        return measurements;
    }

    /**
     * Merges all rows of the device, whatever measurement they have a value of.
     *
     * @param fields whose values are wanted
     * @param types of the fields
     * @param range only rows inside
     */
    public NewestWins rows(List<String> fields, List<TSDataType> types, TimeRange range) {
        return rows(fields, types, TimeSet.of(range));
    }

    /**
     * Merges the rows of the device at some times, whatever measurement they have a value of.
     *
     * @param fields whose values are wanted
     * @param types of the fields
     * @param wanted the times; of pages that have none of them, nothing is decoded
     */
    public NewestWins rows(List<String> fields, List<TSDataType> types, TimeSet wanted) {
        return new NewestWins(types, runs(fields, types, wanted));
    }

    /**
     * As {@link #rows(List, List, TimeSet)}, but of the rows' times only how many there are is right: where nothing is merged, they are not even decoded.
     *
     * @param fields whose values are wanted
     * @param types of the fields
     * @param wanted only rows at these times
     */
    public NewestWins rowsWithoutTimes(List<String> fields, List<TSDataType> types, TimeSet wanted) {
        List<Run> runs = runs(fields, types, wanted);
        if (runs.size() == 1) {
            runs.get(0).leaveTimes();
        }
        return new NewestWins(types, runs);
    }

    private List<Run> runs(List<String> fields, List<TSDataType> types, TimeSet wanted) {
        List<Run> runs = new ArrayList<>();
        if (!wanted.isEmpty()) {
            for (DeviceRuns file : files) {
                file.addRows(fields, types, wanted, runs);
            }
        }
        return runs;
    }

    /**
     * The times among some at which a value of a field that is seen may meet a filter, by the index and by what stands before pages.
     * Chunks whose pages are looked at stay in memory until they are read, or until {@link #forgetPages} or the next device.
     */
    public TimeSet meeting(String field, TSDataType type, TimeSet times, ValueFilter filter) throws IOException {
        List<TimeRange> found = new ArrayList<>();
        if (!times.isEmpty()) {
            for (DeviceRuns file : files) {
                file.addMeeting(field, type, times, filter, found);
            }
        }
        return times.common(TimeSet.of(found));
    }

    /** Forgets chunks whose pages were looked at and that nothing was read of. */
    public void forgetPages() {
        inputs.forEach(input -> input.bytes().forget());
    }

    /**
     * Merges the points of one measurement of a device that is aligned in none of the files.
     *
     * @param range only points inside
     */
    public NewestWins points(String measurement, TSDataType type, TimeRange range) {
        List<Run> runs = new ArrayList<>();
        for (DeviceRuns file : files) {
            file.addPoints(measurement, type, TimeSet.of(range), runs);
        }
        return new NewestWins(List.of(type), runs);
    }

    /**
     * What is seen of each chunk that {@link #rows(List, List, TimeRange)} would read something of, in no order.
     *
     * @param fields whose values are wanted
     * @param types of the fields
     * @param range only rows inside
     */
    public List<ChunkSight> sights(List<String> fields, List<TSDataType> types, TimeRange range) {
        List<ChunkSight> sights = new ArrayList<>();
        for (DeviceRuns file : files) {
            file.addSights(fields, types, range, sights);
        }
        return sights;
    }

    /**
     * What is seen of each chunk that {@link #points} would read something of, in no order. Its values are the wanted field 0.
     *
     * @param range only points inside
     */
    public List<ChunkSight> pointSights(String measurement, TSDataType type, TimeRange range) {
        List<ChunkSight> sights = new ArrayList<>();
        for (DeviceRuns file : files) {
            file.addPointSights(measurement, type, range, sights);
        }
        return sights;
    }
}
