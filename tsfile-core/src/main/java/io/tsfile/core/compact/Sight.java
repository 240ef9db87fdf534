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

import io.tsfile.core.merge.DeviceMask;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import java.util.ArrayList;
import java.util.List;

/** How much is seen of a track of one file, for a compaction of some times. Immutable. */
final class Sight {
    private final TimeRange cut;
    /** Times of which nothing is seen. */
    private final TimeSet gone;
    /** Times of which single values are not seen. */
    private final TimeSet thinned;

    /** How much is seen. */
    enum Seen {
        /** Nothing: it is left out without a look. */
        NOTHING,
        /** Perhaps not all: values have to be looked at. */
        PART,
        /** All of it. */
        ALL
    }

    private Sight(TimeRange cut, TimeSet gone, TimeSet thinned) {
        this.cut = cut;
        this.gone = gone;
        this.thinned = thinned;
    }

    /**
     * What is seen of a track.
     *
     * @param cut times that are compacted
     * @param mask what is deleted of the track's device in the file
     */
    static Sight of(TimeRange cut, DeviceMask mask, Track track) {
        if (!track.aligned()) {
            return new Sight(cut, mask.ofPoints(track.names().get(0)), TimeSet.NONE);
        }
        // A row of an aligned device stays, whichever of its values are deleted (N4).
        List<TimeSet> values = new ArrayList<>();
        if (!mask.values().isEmpty()) {
            for (Column column : track.columns()) {
                values.add(mask.of(column.name()));
            }
        }
        return new Sight(cut, mask.rows(), TimeSet.union(values));
    }

    /** How much is seen of rows, or points, in a range of times. */
    Seen of(TimeRange times) {
        if (!cut.overlaps(times) || gone.covers(times)) {
            return Seen.NOTHING;
        }
        return cut.contains(times) && !gone.overlaps(times) && !thinned.overlaps(times) ? Seen.ALL : Seen.PART;
    }
}
