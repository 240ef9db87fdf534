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
package io.tsfile.core.index.bytes;

import io.tsfile.core.model.Devices;
import org.apache.tsfile.exception.IllegalDeviceIDException;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.StringArrayDeviceID;

/** How devices stand in an index, and in which order. */
public enum DeviceKeys {
    /** Format 4: the number of segments and each of them; in the order of {@link IDeviceID}. */
    SEGMENTS {
        @Override
        public void skip(IndexBytes bytes) {
            int segments = bytes.readCount();
            for (int i = 0; i < segments; i++) {
                bytes.skipText();
            }
        }

        @Override
        public IDeviceID read(IndexBytes bytes) {
            int count = bytes.readCount();
            if (count > bytes.remaining()) {
                throw bytes.damaged("a device, and not " + count + " segments in " + bytes.remaining() + " bytes");
            }
            String[] segments = new String[Math.max(1, count)];
            segments[0] = "";
            for (int i = 0; i < count; i++) {
                segments[i] = bytes.readText();
            }
            if (segments[0] == null) {
                throw bytes.damaged("a device with a first segment before this");
            }
            try {
                return new StringArrayDeviceID(segments);
            } catch (IllegalDeviceIDException e) {
                throw bytes.damaged("a device before this (" + e.getMessage() + ")");
            }
        }

        @Override
        public int compare(IndexBytes bytes, IDeviceID device) {
            return read(bytes).compareTo(device);
        }
    },

    /** Format 3: the path as one text; in the order of these texts, which is not that of {@link IDeviceID}. */
    PATH {
        @Override
        public void skip(IndexBytes bytes) {
            bytes.skipText();
        }

        @Override
        public IDeviceID read(IndexBytes bytes) {
            String path = bytes.readName();
            try {
                return path.isEmpty() ? new StringArrayDeviceID(new String[] {""}) : Devices.ofPath(path);
            } catch (IllegalArgumentException e) {
                throw bytes.damaged("the path of a device before this (" + e.getMessage() + ")");
            }
        }

        @Override
        public int compare(IndexBytes bytes, IDeviceID device) {
            return bytes.readName().compareTo(Devices.path(device));
        }
    };

    /** Moves behind a device. */
    public abstract void skip(IndexBytes bytes);

    /** Reads a device. */
    public abstract IDeviceID read(IndexBytes bytes);

    /** Compares the device at the position with another one, in the order of the index. */
    public abstract int compare(IndexBytes bytes, IDeviceID device);
}
