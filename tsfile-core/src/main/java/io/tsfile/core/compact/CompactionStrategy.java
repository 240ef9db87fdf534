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

/** What a compaction does with its inputs. */
public enum CompactionStrategy {
    /** All that is seen of the cut goes into new files; the cut is hidden in the inputs, or they are removed. */
    REWRITE,
    /**
     * The same for a narrow cut around what overlaps: what is outside of it stays in the inputs for good, so that a few late rows
     * do not make large files be written again.
     */
    PATCH,
    /** The files stay as they are, and move to a higher level. */
    MOVE,
    /** The files are removed; nothing is read. */
    DROP
}
