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

import io.tsfile.core.model.Devices;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * A device of a file and the nodes of its path.
 *
 * @param id the device
 * @param nodes of its path; empty for a device of the table model, which has none
 */
record NamedDevice(IDeviceID id, List<String> nodes) {
    static NamedDevice of(IDeviceID device, boolean tree) {
        return new NamedDevice(device, tree ? Devices.nodes(Devices.path(device)) : List.of());
    }
}
