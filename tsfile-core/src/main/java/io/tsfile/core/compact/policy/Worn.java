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
package io.tsfile.core.compact.policy;

/** When so much of a file is deleted or replaced that it should be written again. */
final class Worn {
    /** A file is written again when that share of it is not seen: each of its bytes once more for each byte that was deleted, at most. */
    private static final double MOST_HIDDEN = 0.5;

    private static final int MOST_DELETIONS = 16;

    /** Of long files, whose rewriting costs more, more deletions are put up with. */
    private static final long ROWS_PER_DELETION = 1_000;

    private Worn() {}

    static boolean isWorn(SeenFile file) {
        return isWorn(file, file.bytes(), file.live().deletedRanges());
    }

    /** Whether the file is worn out if so many bytes of it are still seen around so many deletions. */
    static boolean isWorn(SeenFile file, long seenBytes, long deletions) {
        return deletions > 0
                && (file.hiddenShare(seenBytes) > MOST_HIDDEN
                        || deletions > Math.max(MOST_DELETIONS, file.file().rows() / ROWS_PER_DELETION));
    }
}
