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

import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.tsfile.file.metadata.IDeviceID;

/** The deletions of one file that name the same series. Not thread-safe. */
final class TargetDeletions {
    private final ModTarget target;
    private final List<TimeRange> times = new ArrayList<>();
    /** Those that concern only a part of the chunks. */
    private final List<ModEntry> early = new ArrayList<>();

    private final List<IDeviceID> devices = new ArrayList<>();
    private final SortedSet<String> measurements = new TreeSet<>();
    private final List<Deletion> ofChunks = new ArrayList<>();

    TargetDeletions(ModTarget target) {
        this.target = target;
    }

    ModTarget target() {
        return target;
    }

    void add(ModEntry entry) {
        if (entry.before() == ModEntry.WHOLE_FILE) {
            times.add(entry.times());
        } else {
            early.add(entry);
        }
    }

    /** Looks at a device of the file. */
    void look(NamedDevice device, DeviceChunks chunks) {
        if (!target.names(device)) {
            return;
        }
        devices.add(device.id());
        List<String> named =
                chunks.types().keySet().stream().filter(target::names).toList();
        measurements.addAll(named);
        for (ModEntry entry : early) {
            EarlyChunks ofEntry = new EarlyChunks(device.id(), entry);
            if (chunks.aligned()) {
                ofEntry.addDeletions(chunks.times(), target.rows() ? List.of() : named, ofChunks);
                continue;
            }
            for (String measurement : named) {
                ofEntry.addDeletions(chunks.chunks(measurement), List.of(measurement), ofChunks);
            }
        }
    }

    /**
     * Says what is hidden of the devices that it looked at.
     *
     * @param all how many devices the file has
     */
    void finish(int all, List<Deletion> deletions) {
        deletions.addAll(ofChunks);
        if (devices.isEmpty() || (measurements.isEmpty() && !target.rows())) {
            return;
        }
        DeviceScope scope = devices.size() == all ? DeviceScope.ALL : DeviceScope.of(devices);
        List<String> named = target.rows() ? List.of() : List.copyOf(measurements);
        if (!times.isEmpty()) {
            deletions.add(new Deletion(scope, named, TimeSet.of(times)));
        }
    }
}
