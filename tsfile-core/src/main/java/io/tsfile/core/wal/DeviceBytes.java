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
package io.tsfile.core.wal;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.Names;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Devices as records hold them: the number of segments, and each as a text that may be null. Not thread-safe. */
final class DeviceBytes {
    /** Devices whose bytes are kept: rows of some devices usually come in turn. */
    private static final int SLOTS = 1024;

    private final @Nullable IDeviceID[] devices = new IDeviceID[SLOTS];
    private final byte[][] encoded = new byte[SLOTS][];

    /** Writes a device. */
    void put(IDeviceID device, LogBytes out) {
        int hash = device.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        if (!device.equals(devices[slot])) {
            encoded[slot] = encode(device);
            devices[slot] = device;
        }
        byte[] bytes = encoded[slot];
        out.room(bytes.length).put(bytes);
    }

    /** Reads a device. */
    static IDeviceID get(ByteBuffer in) {
        int count = Short.toUnsignedInt(in.getShort());
        // Each has a length at least.
        Fields.require(in, 4L * count);
        if (count == 0) {
            throw new BufferUnderflowException();
        }
        List<@Nullable String> segments = new ArrayList<>(count);
        segments.add(Fields.getText(in));
        for (int i = 1; i < count; i++) {
            segments.add(Fields.getNullableText(in));
        }
        return Devices.ofSegments(segments);
    }

    private static byte[] encode(IDeviceID device) {
        List<@Nullable String> segments = Devices.segments(device);
        if (segments.size() > 0xffff) {
            throw new TsFileConnectorException(
                    "Cannot log a row of a device of " + segments.size() + " segments: " + 0xffff + " are the most");
        }
        LogBytes bytes = new LogBytes(256);
        bytes.room(2).putShort((short) segments.size());
        for (String segment : segments) {
            if (segment != null && !Names.isEncodable(segment)) {
                throw new TsFileConnectorException("Cannot log a row of device " + device + ": '" + segment
                        + "' has half a character (an unpaired surrogate), which no file can hold; correct what makes"
                        + " the device's id");
            }
            Fields.putText(bytes, segment);
        }
        return Arrays.copyOf(bytes.array(), bytes.size());
    }
}
