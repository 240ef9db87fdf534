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
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Cuts files that overlap into sections of bounded bytes. Pure.
 *
 * <p>A section that is too large is cut in two, again and again, where the fewest files lie on both sides: those are opened
 * twice. Where it is all the same, it is cut between devices, because a chunk belongs to one device and the index of a file is
 * found by device, while all cuts between times read the same index.
 */
final class SectionCutter {
    private final OverlapBoxes boxes;
    private final long targetBytes;
    private final int mostFiles;

    private SectionCutter(OverlapBoxes boxes, long targetBytes, int mostFiles) {
        this.boxes = boxes;
        this.targetBytes = targetBytes;
        this.mostFiles = mostFiles;
    }

    /**
     * The sections, ascending by device and time; together they have every key of the files at these times, each once.
     *
     * @param files something is seen of them at these times
     * @param targetBytes of a section at most, where the files can be cut so
     * @param mostFiles of a section, where the files can be cut so
     */
    static List<Section> cut(List<LiveFile> files, TimeRange times, long targetBytes, int mostFiles) {
        SectionCutter cutter = new SectionCutter(OverlapBoxes.of(files), targetBytes, mostFiles);
        List<Section> sections = new ArrayList<>();
        List<LiveFile> uncut = cutter.uncut();
        // Not recursive: where one file after the other is cut off, there are as many steps as files.
        Deque<SectionPart> open = new ArrayDeque<>();
        open.push(cutter.all(times));
        while (!open.isEmpty()) {
            SectionPart part = open.pop();
            Optional<SectionPart.Halves> halves = cutter.halves(part);
            if (halves.isPresent()) {
                open.push(halves.get().right());
                open.push(halves.get().left());
            } else {
                sections.add(part.section(uncut));
            }
        }
        return sections;
    }

    /** The files of all boxes as the sections name them: the same object in each, because some are in many. */
    private List<LiveFile> uncut() {
        return IntStream.range(0, boxes.size())
                .mapToObj(boxes::file)
                .map(file -> new LiveFile(file.file().withoutSplits(), file.deletions()))
                .toList();
    }

    private SectionPart all(TimeRange times) {
        int[] members = IntStream.range(0, boxes.size())
                .boxed()
                .sorted(Comparator.comparing(box -> boxes.file(box).file(), DataFile.BY_VERSION))
                .mapToInt(Integer::intValue)
                .toArray();
        long[] bytes = new long[members.length];
        for (int i = 0; i < members.length; i++) {
            bytes[i] = ScanPlanner.bytesWithin(boxes.file(members[i]).file(), times);
        }
        return new SectionPart(boxes, Cut.ofTimes(times), members, bytes, new byte[members.length]);
    }

    private Optional<SectionPart.Halves> halves(SectionPart part) {
        if (part.bytes() > targetBytes) {
            return part.cut(part.size());
        }
        // Cuts that most files are on both sides of would not leave much fewer of them.
        return part.size() > mostFiles ? part.cut(part.size() / 2) : Optional.empty();
    }
}
