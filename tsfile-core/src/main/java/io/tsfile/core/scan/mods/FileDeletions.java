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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Finds out what the deletions of one TsFile hide in it: exactly which of its devices. It is shown the devices one after the
 * other. Not thread-safe.
 */
public final class FileDeletions {
    private final Map<IDeviceID, List<TargetDeletions>> ofOneDevice = new HashMap<>();
    private final List<TargetDeletions> ofSeveral = new ArrayList<>();
    private final Collection<TargetDeletions> all;
    private int devices;

    /** The deletions of a file whose devices are still to come. */
    public FileDeletions(List<ModEntry> entries) {
        Map<ModTarget, TargetDeletions> byTarget = new LinkedHashMap<>();
        for (ModEntry entry : entries) {
            byTarget.computeIfAbsent(entry.target(), TargetDeletions::new).add(entry);
        }
        all = byTarget.values();
        for (TargetDeletions deletions : all) {
            Optional<IDeviceID> only = deletions.target().device();
            only.map(device -> ofOneDevice.computeIfAbsent(device, none -> new ArrayList<>()))
                    .orElse(ofSeveral)
                    .add(deletions);
        }
    }

    /**
     * Looks at a device of the file.
     *
     * @param tree whether it is of the tree model
     */
    public void add(IDeviceID device, boolean tree, DeviceChunks chunks) {
        devices++;
        if (all.isEmpty()) {
            return;
        }
        NamedDevice named = NamedDevice.of(device, tree);
        for (TargetDeletions deletions : ofOneDevice.getOrDefault(device, List.of())) {
            deletions.look(named, chunks);
        }
        for (TargetDeletions deletions : ofSeveral) {
            deletions.look(named, chunks);
        }
    }

    /** What is hidden of the devices that were shown; all of the file's. */
    public List<Deletion> finish() {
        List<Deletion> deletions = new ArrayList<>();
        all.forEach(target -> target.finish(devices, deletions));
        return deletions;
    }
}
