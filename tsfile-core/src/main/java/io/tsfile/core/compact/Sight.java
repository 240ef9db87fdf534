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

import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.TimeRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** How much is seen of a track of one file, for a compaction of some times. Immutable. */
final class Sight {
    private final TimeRange cut;
    private final List<Deletion> deletions;
    private final Track track;

    /** How much is seen. */
    enum Seen {
        /** Nothing: it is left out without a look. */
        NOTHING,
        /** Perhaps not all: values have to be looked at. */
        PART,
        /** All of it. */
        ALL
    }

    private Sight(TimeRange cut, List<Deletion> deletions, Track track) {
        this.cut = cut;
        this.deletions = deletions;
        this.track = track;
    }

    /**
     * What is seen of a track.
     *
     * @param cut times that are compacted
     * @param ofFile all deletions of the file
     */
    static Sight of(TimeRange cut, List<Deletion> ofFile, Track track) {
        List<Deletion> concerned = new ArrayList<>();
        for (Deletion deletion : ofFile) {
            if (deletion.devices().contains(track.device()) && track.hasAny(new HashSet<>(deletion.measurements()))) {
                concerned.add(deletion);
            }
        }
        return new Sight(cut, concerned, track);
    }

    /** How much is seen of rows, or points, in a range of times. */
    Seen of(TimeRange times) {
        if (!cut.overlaps(times)) {
            return Seen.NOTHING;
        }
        Seen seen = cut.contains(times) ? Seen.ALL : Seen.PART;
        for (Deletion deletion : deletions) {
            if (deletion.times().overlaps(times)) {
                // A row of an aligned device stays, whichever of its values are deleted (N4).
                boolean whole = deletion.ofRows() || !track.aligned();
                if (whole && deletion.times().contains(times)) {
                    return Seen.NOTHING;
                }
                seen = Seen.PART;
            }
        }
        return seen;
    }
}
