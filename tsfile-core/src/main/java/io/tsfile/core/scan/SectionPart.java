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
package io.tsfile.core.scan;

import io.tsfile.core.model.Cut;
import io.tsfile.core.model.LiveFile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A section that may be too large: the boxes in it, and how much of each file. Immutable. */
final class SectionPart {
    /** A file is cut in two no more often than that, one part after the other: it is in at most 64 sections. */
    private static final int MAX_HALVINGS = 6;

    /** A cut is judged by no more boxes than that, evenly taken from all. */
    private static final int MOST_JUDGES = 1024;

    /** A half that holds less than that part of the bytes is worth little. */
    private static final int LEAST_HALF = 4;

    private static final Comparator<Judged> BEST_FIRST = Comparator.comparing(Judged::uneven)
            .thenComparingInt(Judged::crossings)
            .thenComparing(judged -> judged.place.device() == null)
            .thenComparing(Comparator.comparingLong(Judged::smallerHalf).reversed());

    private final OverlapBoxes boxes;
    private final Cut cut;
    private final int[] members;
    private final long[] bytes;
    private final byte[] halvings;
    private final long allBytes;

    /** Two parts that make up one. */
    record Halves(SectionPart left, SectionPart right) {}

    /**
     * What is known of a place.
     *
     * @param uneven whether one half would be very small
     * @param crossings how many boxes lie on both sides
     * @param smallerHalf bytes of the smaller half, or boxes where there is nothing to choose by bytes
     */
    private record Judged(CutPlace place, boolean uneven, int crossings, long smallerHalf) {}

    /**
     * A part.
     *
     * @param members its boxes, in ascending order of version
     * @param bytes of each of them within the cut, roughly
     * @param halvings how often each of them was cut to get there
     */
    SectionPart(OverlapBoxes boxes, Cut cut, int[] members, long[] bytes, byte[] halvings) {
        this.boxes = boxes;
        this.cut = cut;
        this.members = members;
        this.bytes = bytes;
        this.halvings = halvings;
        this.allBytes = Arrays.stream(bytes).sum();
    }

    long bytes() {
        return allBytes;
    }

    int size() {
        return members.length;
    }

    /**
     * The section.
     *
     * @param files of all boxes
     */
    Section section(List<LiveFile> files) {
        return new Section(
                cut,
                Arrays.stream(members)
                        .mapToObj(box -> files.get(box).within(cut))
                        .toList());
    }

    /** Cuts it in two, or says that it cannot be cut with so many boxes on both sides at most. */
    Optional<Halves> cut(int mostCrossings) {
        List<Judged> judged = CutPlaces.of(boxes, cut, members).stream()
                .map(this::judge)
                .filter(place -> place.smallerHalf > 0)
                .sorted(BEST_FIRST)
                .toList();
        for (Judged place : judged) {
            Optional<Halves> halves = cutAt(place.place, mostCrossings);
            if (halves.isPresent()) {
                return halves;
            }
        }
        return Optional.empty();
    }

    private Judged judge(CutPlace place) {
        long left = 0;
        long right = 0;
        int crossings = 0;
        int stride = (members.length + MOST_JUDGES - 1) / MOST_JUDGES;
        for (int i = 0; i < members.length; i += stride) {
            boolean isLeft = place.isLeft(boxes, members[i]);
            boolean isRight = place.isRight(boxes, members[i]);
            long leftBytes = isLeft && isRight ? leftBytes(place, i) : isLeft ? bytes[i] : 0;
            left += leftBytes;
            right += bytes[i] - leftBytes;
            crossings += isLeft && isRight ? 1 : 0;
        }
        long smaller = Math.min(left, right);
        return new Judged(place, smaller < (left + right) / LEAST_HALF, crossings, smaller);
    }

    private long leftBytes(CutPlace place, int i) {
        double share = place.leftShare(boxes.file(members[i]).file(), cut);
        // Either side of a file that is on both has something, however little.
        return Math.max(0, Math.min(bytes[i], (long) (bytes[i] * share)));
    }

    private Optional<Halves> cutAt(CutPlace place, int mostCrossings) {
        int lefts = 0;
        int rights = 0;
        for (int i = 0; i < members.length; i++) {
            boolean isLeft = place.isLeft(boxes, members[i]);
            boolean isRight = place.isRight(boxes, members[i]);
            if (isLeft && isRight && halvings[i] == MAX_HALVINGS) {
                return Optional.empty();
            }
            lefts += isLeft ? 1 : 0;
            rights += isRight ? 1 : 0;
        }
        if (lefts + rights - members.length > mostCrossings) {
            return Optional.empty();
        }
        int[] leftMembers = new int[lefts];
        int[] rightMembers = new int[rights];
        long[] leftBytes = new long[lefts];
        long[] rightBytes = new long[rights];
        byte[] leftHalvings = new byte[lefts];
        byte[] rightHalvings = new byte[rights];
        int left = 0;
        int right = 0;
        for (int i = 0; i < members.length; i++) {
            boolean isLeft = place.isLeft(boxes, members[i]);
            boolean isRight = place.isRight(boxes, members[i]);
            byte halved = (byte) (halvings[i] + (isLeft && isRight ? 1 : 0));
            long onLeft = isLeft && isRight ? leftBytes(place, i) : isLeft ? bytes[i] : 0;
            if (isLeft) {
                leftMembers[left] = members[i];
                leftBytes[left] = onLeft;
                leftHalvings[left++] = halved;
            }
            if (isRight) {
                rightMembers[right] = members[i];
                rightBytes[right] = bytes[i] - onLeft;
                rightHalvings[right++] = halved;
            }
        }
        return Optional.of(new Halves(
                new SectionPart(boxes, place.left(cut), leftMembers, leftBytes, leftHalvings),
                new SectionPart(boxes, place.right(cut), rightMembers, rightBytes, rightHalvings)));
    }
}
