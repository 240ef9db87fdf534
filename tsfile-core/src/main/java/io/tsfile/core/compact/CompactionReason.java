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

/** Why files are compacted. */
public enum CompactionReason {
    /** They overlap each other, so that every read merges them. */
    OVERLAP,
    /** They are small, so that every read opens many. */
    SMALL_FILES,
    /** Their chunks are small, so that every read seeks and decompresses for few points. */
    SMALL_CHUNKS,
    /** Much of them is deleted, but still there. */
    DELETIONS,
    /** Nothing of them is seen any more. */
    EXPIRED,
    /** They overlap nothing, and belong to a higher level as they are. */
    LEVEL,
    /** The user asked for it. */
    FORCED
}
