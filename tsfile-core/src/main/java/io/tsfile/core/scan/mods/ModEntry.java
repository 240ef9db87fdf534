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
package io.tsfile.core.scan.mods;

import io.tsfile.core.model.TimeRange;

/**
 * One deletion as an IoTDB stores it.
 *
 * @param target which series
 * @param times at which times, both ends included
 * @param before it hides only chunks that start before this byte of the TsFile; {@link #WHOLE_FILE} for all
 */
public record ModEntry(ModTarget target, TimeRange times, long before) {
    /** No bound: the deletion came after the last chunk. */
    public static final long WHOLE_FILE = Long.MAX_VALUE;
}
