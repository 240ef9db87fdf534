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
package io.tsfile.core.wal;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a segment; their order is that of their records.
 *
 * @param run how many writers the folder had before, among those that still have segments; at least
 * @param writer who writes it
 * @param generation which memtable its records are in
 */
record SegmentName(long run, UUID writer, long generation) implements Comparable<SegmentName> {
    private static final Pattern NAME =
            Pattern.compile("(\\d{10})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\\d{19})\\.wal");
    private static final Comparator<SegmentName> ORDER = Comparator.comparingLong(SegmentName::run)
            .thenComparing(SegmentName::writer)
            .thenComparingLong(SegmentName::generation);

    /** The segment of that file, or nothing if it is no segment's name. */
    static Optional<SegmentName> parse(String path) {
        Matcher matcher = NAME.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SegmentName(
                    Long.parseLong(matcher.group(1)),
                    UUID.fromString(matcher.group(2)),
                    Long.parseLong(matcher.group(3))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The file's path below the log's folder. */
    String path() {
        return String.format(Locale.ROOT, "%010d-%s-%019d.wal", run, writer, generation);
    }

    @Override
    public int compareTo(SegmentName that) {
        return ORDER.compare(this, that);
    }
}
