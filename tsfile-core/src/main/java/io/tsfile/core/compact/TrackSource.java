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

import io.tsfile.core.format.read.RawRows;
import io.tsfile.core.index.RowChunk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A track in one of the inputs. Not thread-safe. */
final class TrackSource {
    private final Track track;
    private final CompactionInput input;
    private final CopyRules rules;
    private final Sight sight;

    TrackSource(Track track, CompactionInput input, CopyRules rules, Sight sight) {
        this.track = track;
        this.input = input;
        this.rules = rules;
        this.sight = sight;
    }

    /** What is seen of the track here. */
    Sight sight() {
        return sight;
    }

    /** Whether the chunk can be copied, for all that the index says. */
    boolean mayCopy(RowChunk chunk) {
        return rules.sameTypes(track, chunk);
    }

    /** The chunk's bytes, to be copied; null if it has to be decoded. */
    @Nullable
    RawRows open(RowChunk chunk) throws IOException {
        if (!mayCopy(chunk)) {
            return null;
        }
        RawRows rows = input.open(chunk);
        return rules.allowed(track, rows) && input.isSafe(rows) ? rows : null;
    }
}
