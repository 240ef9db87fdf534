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

import io.tsfile.core.index.SeriesCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * One device in several files, some measurements after the other in ascending order: memory never holds the index of all of
 * them. Not thread-safe.
 */
/*
 * A part ends where the first of the files has read no further; the others keep what they have read of later measurements:
 *
 *   file 1:   [a b c][e f g]
 *   file 2:   [a b][c f][g h]
 *   parts:     a b | c | e f | g h
 */
final class DeviceParts {
    private final IDeviceID device;
    private final List<Source> sources = new ArrayList<>();

    private record Source(MergeInput input, DeviceMask mask, SeriesCursor series) {}

    DeviceParts(IDeviceID device) {
        this.device = device;
    }

    /** Adds a file whose walk is at the device; they are added in ascending order of version. */
    void add(MergeInput input, DeviceMask mask) throws IOException {
        sources.add(new Source(input, mask, input.devices().series()));
    }

    /** Whether the device's measurements share their times in any of the files. */
    boolean aligned() {
        return sources.stream().anyMatch(source -> source.series.aligned());
    }

    /** Whether measurements are left. */
    boolean hasNext() {
        return sources.stream().anyMatch(source -> source.series.hasNext());
    }

    /** What the files have of the next measurements. */
    List<DeviceRuns> next() throws IOException {
        String limit = null;
        for (Source source : sources) {
            String own = source.series.limit();
            if (own != null && (limit == null || own.compareTo(limit) < 0)) {
                limit = own;
            }
        }
        List<DeviceRuns> part = new ArrayList<>();
        for (Source source : sources) {
            DeviceRuns runs = new DeviceRuns(source.input, device, source.series.take(limit), source.mask);
            if (runs.chunks().size() > 0) {
                part.add(runs);
            }
        }
        return part;
    }
}
