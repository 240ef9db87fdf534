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

import java.io.IOException;
import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * A flush stopped. Nothing of its files is usable; the memtables are as they were, so that they can be flushed again. The
 * cause is the first failure of any stage; what failed while cleaning up behind it is suppressed in it.
 */
public final class FlushException extends IOException {
    private static final long serialVersionUID = 1;

    private final FlushStage stage;
    private final transient @Nullable IDeviceID device;
    private final @Nullable String measurement;

    /**
     * @param device whose rows were worked on, if it was one's
     * @param measurement which series of it, if it was one
     */
    public FlushException(FlushStage stage, @Nullable IDeviceID device, @Nullable String measurement, Throwable cause) {
        super(message(stage, device, measurement, cause), cause);
        this.stage = stage;
        this.device = device;
        this.measurement = measurement;
    }

    /** A failure of a stage; what the encode stage says of the series is taken from its exception. */
    public static FlushException of(FlushStage stage, @Nullable IDeviceID device, Throwable failure) {
        if (failure instanceof EncodeFailedException encoding) {
            String series = encoding.measurement();
            Throwable cause = encoding.getCause();
            return new FlushException(
                    stage, encoding.device(), series.isEmpty() ? null : series, cause != null ? cause : encoding);
        }
        return new FlushException(stage, device, null, failure);
    }

    /** Which stage failed. */
    public FlushStage stage() {
        return stage;
    }

    /** Whose rows it worked on; nothing if it was not at one device, or this was sent to another process. */
    public Optional<IDeviceID> device() {
        return Optional.ofNullable(device);
    }

    /** Which series it worked on, if it was one. */
    public Optional<String> measurement() {
        return Optional.ofNullable(measurement);
    }

    private static String message(
            FlushStage stage, @Nullable IDeviceID device, @Nullable String measurement, Throwable cause) {
        return "Cannot flush" + (device == null ? "" : " device " + device)
                + (measurement == null ? "" : ", series '" + measurement + "'")
                + ": stage '" + stage + "' failed (" + cause
                + "). The rows are still in memory; remove the cause and flush again";
    }
}
