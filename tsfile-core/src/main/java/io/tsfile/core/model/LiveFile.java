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
import java.util.List;
import java.util.Optional;

/**
 * A file of a snapshot with all that must not be seen of it: its hides, and the deletions of the tombstones that concern it.
 *
 * @param file the file
 * @param deletions what is hidden of it, in any order; every one may meet it
 */
public record LiveFile(DataFile file, List<Deletion> deletions) implements Serializable {
    /** Copies the list. */
    public LiveFile {
        deletions = List.copyOf(deletions);
    }

    /** A file, and what may meet it of deletions in any number, as few deletions. */
    public static LiveFile without(DataFile file, List<Deletion> deletions) {
        List<Deletion> meeting = new ArrayList<>(deletions.size());
        for (Deletion deletion : deletions) {
            if (deletion.mayMeet(file)) {
                meeting.add(deletion.meeting(file.times()));
            }
        }
        return new LiveFile(file, Deletion.joined(meeting));
    }

    /** A file of which all is seen. */
    public static LiveFile of(DataFile file) {
        return new LiveFile(file, List.of());
    }

    /** Files of which all is seen. */
    public static List<LiveFile> of(List<DataFile> files) {
        return files.stream().map(LiveFile::of).toList();
    }

    /**
     * Where the keys lie that may still be seen: where the file's lie, without what deletions take from its sides, so that a
     * finished cut of a compaction does not look like an overlap. Nothing if nothing is seen of the file.
     */
    public Optional<Rectangle> rectangle() {
        Rectangle rest = Rectangle.of(file);
        // A deletion that was in the middle may be at a side once another one is applied.
        boolean smaller = !deletions.isEmpty();
        while (smaller) {
            Rectangle before = rest;
            for (Deletion deletion : deletions) {
                Optional<Rectangle> without = rest.without(deletion);
                if (without.isEmpty()) {
                    return without;
                }
                rest = without.get();
            }
            smaller = !rest.equals(before);
        }
        return Optional.of(rest);
    }

    /** Whether nothing is seen of it: such a file need not be read. A no may be wrong, a yes never is. */
    public boolean isHidden() {
        return rectangle().isEmpty();
    }

    /** The devices that may be seen lie in this range; those of the file if it is hidden. */
    public DeviceRange devices() {
        return rectangle().map(Rectangle::devices).orElse(file.devices());
    }

    /** The times that may be seen lie in this range; those of the file if it is hidden. */
    public TimeRange times() {
        return rectangle().map(Rectangle::times).orElse(file.times());
    }

    /** The file without what deletes nothing of it in the cut, and without places to cut it anew. */
    public LiveFile within(Cut cut) {
        if (deletions.isEmpty()) {
            return file.splits().isEmpty() ? this : new LiveFile(file.withoutSplits(), deletions);
        }
        return new LiveFile(
                file.withoutSplits(),
                deletions.stream()
                        .filter(cut::mayMeet)
                        .map(deletion -> deletion.meeting(cut.times()))
                        .toList());
    }

    /** How many ranges of times are deleted of some of its devices. */
    public long deletedRanges() {
        return deletions.stream().mapToLong(deletion -> deletion.times().size()).sum();
    }

    /** Whether rows of one device and time may be seen of both. A yes may be wrong, a no never is. */
    public boolean mayOverlap(LiveFile other) {
        if (!file.mayOverlap(other.file)) {
            return false;
        }
        if (deletions.isEmpty() && other.deletions.isEmpty()) {
            return true;
        }
        Optional<Rectangle> mine = rectangle();
        Optional<Rectangle> theirs = other.rectangle();
        return mine.isPresent() && theirs.isPresent() && mine.get().overlaps(theirs.get());
    }
}
