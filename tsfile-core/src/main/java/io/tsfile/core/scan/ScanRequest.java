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

import io.tsfile.core.model.TimeRange;
import java.util.List;

/**
 * What to read of a source.
 *
 * @param fields names of the fields to return, in that order; may be empty: the rows are the same
 * @param times only rows inside
 * @param devices only rows of these
 * @param targetBytes of files that one task reads, where it can be cut so
 */
public record ScanRequest(List<String> fields, TimeRange times, DeviceFilter devices, long targetBytes) {
    /** Checks the target. */
    public ScanRequest {
        if (targetBytes < 1) {
            throw new IllegalArgumentException("Cannot plan tasks of " + targetBytes + " bytes");
        }
    }
}
