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

import io.tsfile.core.scan.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * How much of a split has left the reader.
 *
 * @param section the place of the section that is being read
 * @param last the last row of it that has left; null for none
 * @param rows of all sections that have left
 */
record SplitPosition(int section, @Nullable RowKey last, long rows) {
    /** Nothing. */
    static final SplitPosition START = new SplitPosition(0, null, 0);
}
