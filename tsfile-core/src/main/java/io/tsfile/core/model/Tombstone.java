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
package io.tsfile.core.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A deletion from a table: it hides exactly the points whose version is strictly lower (N5).
 *
 * @param version how new it is
 * @param deletion what it hides
 */
public record Tombstone(Version version, Deletion deletion) implements Serializable {
    /** A tombstone whose commit is still to come. */
    public static Tombstone open(int order, Deletion deletion) {
        return new Tombstone(new Version(DataFile.UNCOMMITTED, order), deletion);
    }

    /** What these tombstones hide, where those of the same version, devices and measurements are one. */
    public static List<Tombstone> joined(List<Tombstone> tombstones) {
        Map<Version, List<Deletion>> deletions = new LinkedHashMap<>();
        for (Tombstone tombstone : tombstones) {
            deletions
                    .computeIfAbsent(tombstone.version, any -> new ArrayList<>(1))
                    .add(tombstone.deletion);
        }
        List<Tombstone> joined = new ArrayList<>();
        deletions.forEach((version, some) ->
                Deletion.joined(some).forEach(deletion -> joined.add(new Tombstone(version, deletion))));
        return joined;
    }

    /** This tombstone as the commit {@code number} brings it: the version is filled in where it is open. */
    public Tombstone committed(long number) {
        return version.commit() == DataFile.UNCOMMITTED
                ? new Tombstone(new Version(number, version.order()), deletion)
                : this;
    }

    /** Whether it may hide a point of the file: it is newer than the file, not yet applied to it (R4), and their ranges meet. */
    public boolean concerns(DataFile file) {
        return version.compareTo(file.version()) > 0
                && version.commit() > file.cleanThrough()
                && deletion.mayMeet(file);
    }
}
