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
package io.tsfile.flink.source;

import io.tsfile.core.TsFileConnectorException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a table's history is read.
 *
 * @param mode what
 * @param commit of {@link ScanMode#SNAPSHOT} the snapshot's number, of {@link ScanMode#FROM_COMMIT} the first commit; null for the
 *     newest snapshot
 * @param atMillis of {@link ScanMode#SNAPSHOT} the time of which it was the newest one, in milliseconds since the epoch; null if
 *     {@code commit} tells
 */
public record ReadRange(
        ScanMode mode, @Nullable Long commit, @Nullable Long atMillis) implements Serializable {
    /** The newest snapshot. */
    public static final ReadRange NEWEST = new ReadRange(ScanMode.SNAPSHOT, null, null);

    /** Checks that the parts fit together. */
    public ReadRange {
        if (commit != null && commit < 1) {
            throw new TsFileConnectorException("Cannot read commit " + commit + ": the first one is 1");
        }
        if (mode == ScanMode.SNAPSHOT && commit != null && atMillis != null) {
            throw new TsFileConnectorException("Cannot read snapshot " + commit + " and the one at time " + atMillis
                    + " at once: name one of them");
        }
        if (mode != ScanMode.SNAPSHOT && atMillis != null) {
            throw new TsFileConnectorException("Cannot read " + mode + " with a time: only one snapshot is found by its"
                    + " time; name the first commit instead");
        }
        if (mode == ScanMode.FROM_COMMIT && commit == null) {
            throw new TsFileConnectorException(
                    "Cannot read from a commit on without its number: give the first commit to read");
        }
        if ((mode == ScanMode.LATEST || mode == ScanMode.FULL_THEN_LATEST) && commit != null) {
            throw new TsFileConnectorException("Cannot read " + mode + " from commit " + commit
                    + " on: use the mode FROM_COMMIT, or leave the commit out");
        }
    }

    /** Whether there is an end. */
    public boolean isBounded() {
        return mode == ScanMode.SNAPSHOT;
    }
}
