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
package io.tsfile.flink.row;

import io.tsfile.core.model.Devices;
import java.util.function.Supplier;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Devices of the tree model from a row's path. */
final class TreeDevices {
    private TreeDevices() {}

    /**
     * The device of a path.
     *
     * @param row for the error alone
     */
    static IDeviceID of(Supplier<Object> row, String column, @Nullable Object path) {
        if (!(path instanceof String text) || text.isEmpty()) {
            throw BadRow.of(row.get(), column, path, "it must be the path of a device, such as root.plant.line1.motor");
        }
        try {
            return Devices.ofPath(text);
        } catch (IllegalArgumentException e) {
            throw BadRow.of(row.get(), column, path, String.valueOf(e.getMessage()));
        }
    }
}
