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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which devices short files have that overlap long ones, if they are few: late rows of some devices, say. The log knows but the first and the last of them, and so
 * all devices in between would be merged, too.
 */
final class FewDevices {
    /** Of a file; each may become a patch, and a hide in each long file. */
    private static final int MOST_DEVICES = 32;

    /** So many files are looked into, the shortest ones. */
    private static final int MOST_FILES = 64;

    /** A file is short if all that it overlaps is so many times as long. */
    private static final int SHORT = 8;

    private static final Logger LOG = LoggerFactory.getLogger(FewDevices.class);

    private FewDevices() {}

    /** All devices of the short ones among the tasks' inputs, in ascending order, by path; without files that have many. */
    static Map<String, List<IDeviceID>> of(FileStore store, List<CompactionTask> tasks) throws InterruptedIOException {
        Map<String, List<IDeviceID>> known = new HashMap<>();
        for (DataFile file : candidates(tasks)) {
            try {
                List<IDeviceID> devices = devices(store, file);
                if (devices.size() <= MOST_DEVICES) {
                    known.put(file.path(), devices);
                }
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException | TsFileConnectorException e) {
                // The task that merges the file says it to whoever waits for that; other tasks go on.
                LOG.warn(
                        "Cannot look which devices are in {}; it is planned as if it had all in between",
                        file.path(),
                        e);
            }
        }
        return known;
    }

    private static List<DataFile> candidates(List<CompactionTask> tasks) {
        Map<String, DataFile> candidates = new LinkedHashMap<>();
        for (CompactionTask task : tasks) {
            long most = task.bytes() / SHORT;
            for (LiveFile input : task.inputs()) {
                if (isOpen(task, input) && input.file().length() <= most) {
                    candidates.put(input.file().path(), input.file());
                }
            }
        }
        return candidates.values().stream()
                .sorted(Comparator.comparingLong(DataFile::length))
                .limit(MOST_FILES)
                .toList();
    }

    /** Whether devices may change what is done. Where some were patched before, nothing may be left of the file. */
    private static boolean isOpen(CompactionTask task, LiveFile input) {
        return task.reason() == CompactionReason.OVERLAP
                && (task.strategy() == CompactionStrategy.REWRITE
                        || !input.deletions().isEmpty());
    }

    /** The devices of a file, or more than enough of them. */
    private static List<IDeviceID> devices(FileStore store, DataFile file) throws IOException {
        List<IDeviceID> devices = new ArrayList<>();
        try (OpenTsFile open = OpenTsFile.open(store, file.path())) {
            DeviceCursor cursor = open.devices(null);
            for (IDeviceID device = cursor.current();
                    device != null && devices.size() <= MOST_DEVICES;
                    device = cursor.current()) {
                devices.add(device);
                cursor.advance();
            }
        }
        return devices;
    }
}
