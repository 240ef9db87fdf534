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

import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.model.Cut;
import java.util.ArrayList;
import java.util.List;

/**
 * Long files of small chunks are gathered with their neighbours, device by device, so that chunks get longer: a file only with
 * others that are together about as long, as small files are. A file as it was written may have several chunks of a series
 * itself; it is written again once.
 */
final class SmallChunks implements Rule {
    private static final double GAIN = 2;

    /** Files may have the same range of devices and yet no device in common; then chunks get no longer, however often they are gathered. */
    private static final int HIGHEST_LEVEL = 16;

    @Override
    public void plan(Partition partition) {
        List<List<SeenFile>> units = Units.single(partition, file -> hasSmallChunks(partition, file));
        for (List<SeenFile> run : Runs.of(
                units,
                partition.files(),
                partition.options().maxTaskBytes(),
                partition.options().maxTaskFiles())) {
            for (List<SeenFile> part : sharingDevices(run)) {
                if (isWorthIt(partition, part)) {
                    partition.take(part);
                    partition.add(CompactionReason.SMALL_CHUNKS, CompactionStrategy.REWRITE, Cut.ALL, part);
                }
            }
        }
    }

    private static boolean hasSmallChunks(Partition partition, SeenFile file) {
        long chunks = file.file().chunks();
        return chunks > 0
                && file.file().points() / chunks < partition.options().smallChunkPoints()
                && file.file().level() < HIGHEST_LEVEL;
    }

    /** Splits a run where a file has no device of the ones before it; a part of a run is one, too. */
    private static List<List<SeenFile>> sharingDevices(List<SeenFile> run) {
        List<List<SeenFile>> parts = new ArrayList<>();
        for (SeenFile file : run) {
            List<SeenFile> part = parts.isEmpty() ? List.of() : parts.get(parts.size() - 1);
            if (part.stream().anyMatch(other -> mayShareDevices(other, file))) {
                part.add(file);
            } else {
                parts.add(new ArrayList<>(List.of(file)));
            }
        }
        return parts;
    }

    /** Not only the one device at which an output was cut. */
    private static boolean mayShareDevices(SeenFile one, SeenFile other) {
        Box first = one.bounds();
        Box second = other.bounds();
        boolean touch = first.to().equals(Edge.behind(other.file().devices().first()))
                || second.to().equals(Edge.behind(one.file().devices().first()));
        boolean same = one.file().devices().equals(other.file().devices());
        return first.from().compareTo(second.to()) < 0
                && second.from().compareTo(first.to()) < 0
                && (same || !touch)
                && one.file().buckets().overlaps(other.file().buckets());
    }

    private static boolean isWorthIt(Partition partition, List<SeenFile> files) {
        long sum = files.stream().mapToLong(SeenFile::bytes).sum();
        long longest = files.stream().mapToLong(SeenFile::bytes).max().orElseThrow();
        if (files.size() == 1) {
            return files.get(0).file().level() == 0 && sum > partition.targetFileBytes() / 2;
        }
        return sum >= GAIN * longest;
    }
}
