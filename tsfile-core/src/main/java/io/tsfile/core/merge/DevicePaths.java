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

import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * The paths that some devices have in a file's filter, if they are few.
 *
 * @param devices empty if they are too many, or not known by name: any file may have one
 * @param measurements of which a device that is there has at least one; that of an aligned one's times is empty
 */
record DevicePaths(List<IDeviceID> devices, List<String> measurements) {
    /** Looking up more paths than that takes longer than going down the index. */
    private static final int MOST_PATHS = 1000;

    static DevicePaths of(TableSchema schema, DeviceScope scope) {
        List<String> measurements = new ArrayList<>(List.of(""));
        if (schema.model() == TableModel.TREE) {
            schema.fields().stream().map(Column::name).forEach(measurements::add);
        }
        boolean few = scope instanceof DeviceScope.Exactly exactly
                && (long) exactly.devices().size() * measurements.size() <= MOST_PATHS;
        return new DevicePaths(few ? ((DeviceScope.Exactly) scope).devices() : List.of(), List.copyOf(measurements));
    }

    /** Whether the file may have one of the devices; reads nothing. */
    boolean mayBeIn(OpenTsFile file) {
        if (devices.isEmpty()) {
            return true;
        }
        for (IDeviceID device : devices) {
            for (String measurement : measurements) {
                if (file.mayContain(device, measurement)) {
                    return true;
                }
            }
        }
        return false;
    }
}
