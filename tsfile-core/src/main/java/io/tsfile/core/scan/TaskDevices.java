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
package io.tsfile.core.scan;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.MergeFiles;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.tsfile.file.metadata.IDeviceID;

/** The devices of a task by name: of the files, only their indexes of devices are read. */
public final class TaskDevices {
    private TaskDevices() {}

    /**
     * Names the devices that are stored in the task's cut and wanted, in ascending order. A device may have no row in the task all the
     * same: its times may lie outside, or be deleted.
     *
     * @param store the task's location; stays the caller's
     */
    public static void forEach(FileStore store, ScanTask task, Consumer<IDeviceID> action) throws IOException {
        try (MergeFiles files = task.open(store)) {
            DeviceMerge devices = new DeviceMerge(files.inputs());
            while (devices.nextName(task.devices()::matches)) {
                action.accept(devices.device());
            }
        }
    }
}
