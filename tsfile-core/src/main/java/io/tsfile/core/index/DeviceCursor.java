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
package io.tsfile.core.index;

import java.io.IOException;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.read.LazyTsFileDeviceIterator;
import org.jspecify.annotations.Nullable;

/** Walks over the devices of a file in ascending order; reads the index as it goes. Not thread-safe. */
public final class DeviceCursor {
    private final String path;
    private final LazyTsFileDeviceIterator devices;
    private @Nullable IDeviceID current;

    DeviceCursor(String path, LazyTsFileDeviceIterator devices) throws IOException {
        this.path = path;
        this.devices = devices;
        advance();
    }

    /** The device, or null at the end. */
    public @Nullable IDeviceID current() {
        return current;
    }

    /** Moves to the next device. */
    public void advance() throws IOException {
        try {
            current = devices.hasNext() ? devices.next() : null;
        } catch (RuntimeException e) {
            throw OpenTsFile.unreadable(path, "its device index", e);
        }
    }
}
