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
package io.tsfile.core.flush;

import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** A chunk could not be made; its cause says why. An engine turns it into a {@link FlushException}. */
public final class EncodeFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable IDeviceID device;
    private final String measurement;

    EncodeFailedException(IDeviceID device, String measurement, Throwable cause) {
        super(
                "Cannot encode " + (measurement.isEmpty() ? "the times" : "series '" + measurement + "'")
                        + " of device " + device + " (" + cause
                        + "). Remove the cause, or fix another encoding for the column",
                cause);
        this.device = device;
        this.measurement = measurement;
    }

    /** Whose rows it were; nothing if this was sent to another process. */
    public @Nullable IDeviceID device() {
        return device;
    }

    /** Which series it was; empty for the times of an aligned device. */
    public String measurement() {
        return measurement;
    }
}
