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
package io.tsfile.core.scan.mods;

import io.tsfile.core.index.bytes.IndexBytes;
import io.tsfile.core.model.TimeRange;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.StringArrayDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of deletions as an IoTDB 2 writes them ({@code .mods2}): entries behind each other, without a head.
 *
 * <pre>
 * entry      type (1 byte: 0 table, 1 tree), first time, last time (8 bytes each), then
 *   tree     path of series, with wildcards
 *   table    table, predicate, number of columns (0 for all), columns
 * predicate  type (1 byte), then
 *   0 all    nothing
 *   1 device number of segments (unsigned), segments
 *   2 tag    value, place of the tag in the device
 *   3 and    number of predicates, predicates
 * </pre>
 *
 * <p>Texts have their length in bytes before them, -1 for null. Numbers and lengths take seven bits a byte, the lowest first;
 * those that are not called unsigned have their sign in the lowest bit.
 */
final class BinaryMods {
    private static final int TABLE = 0;
    private static final int TREE = 1;

    /** Deeper than any deletion that a server makes of a statement; bounds the stack. */
    private static final int MAX_DEPTH = 100;

    private final IndexBytes bytes;

    private BinaryMods(IndexBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads all entries.
     *
     * @param bytes from the first entry on
     * @throws io.tsfile.core.CorruptTsFileException if the last one is cut off, or one is unknown
     */
    static List<ModEntry> read(IndexBytes bytes) {
        BinaryMods mods = new BinaryMods(bytes);
        List<ModEntry> entries = new ArrayList<>();
        while (bytes.remaining() > 0) {
            entries.add(mods.entry());
        }
        return entries;
    }

    private ModEntry entry() {
        int type = bytes.readByte();
        if (type != TABLE && type != TREE) {
            throw bytes.damaged("a deletion from a table (0) or a tree (1) before this, and not one of type " + type
                    + ", which no known server writes");
        }
        long start = bytes.readLong();
        long end = bytes.readLong();
        if (start > end) {
            throw bytes.damaged("a deletion that ends at or behind its start, and not from " + start + " to " + end);
        }
        return new ModEntry(type == TREE ? tree() : table(), new TimeRange(start, end), ModEntry.WHOLE_FILE);
    }

    private ModTarget tree() {
        String path = bytes.readName();
        try {
            return new ModTarget.Tree(PathPattern.parse(path));
        } catch (IllegalArgumentException e) {
            throw bytes.damaged("the path of a series before this, and not '" + path + "'");
        }
    }

    private ModTarget table() {
        String table = bytes.readName();
        TagPredicate predicate = predicate(0);
        int count = number("a number of columns");
        List<String> measurements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            measurements.add(bytes.readName());
        }
        return new ModTarget.Table(table, predicate, List.copyOf(measurements));
    }

    private TagPredicate predicate(int depth) {
        if (depth > MAX_DEPTH) {
            throw bytes.damaged("predicates of a table's tags that are not in each other " + MAX_DEPTH + " times");
        }
        int type = bytes.readByte();
        return switch (type) {
            case 0 -> new TagPredicate.Any();
            case 1 -> new TagPredicate.Device(device());
            case 2 -> {
                String value = bytes.readText();
                yield new TagPredicate.Segment(number("the place of a tag"), value);
            }
            case 3 -> {
                int count = number("a number of predicates");
                List<TagPredicate> predicates = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    predicates.add(predicate(depth + 1));
                }
                yield new TagPredicate.Every(List.copyOf(predicates));
            }
            default ->
                throw bytes.damaged("a predicate of type 0 to 3 before this, and not one of type " + type
                        + ", which no known server writes");
        };
    }

    private IDeviceID device() {
        int count = bytes.readCount();
        List<@Nullable String> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            segments.add(bytes.readText());
        }
        if (segments.isEmpty() || segments.get(0) == null) {
            throw bytes.damaged("a device before this, and not one without a table");
        }
        return new StringArrayDeviceID(segments.toArray(new String[0]));
    }

    private int number(String what) {
        int number = bytes.readSigned();
        if (number < 0) {
            throw bytes.damaged(what + " before this, and not " + number);
        }
        return number;
    }
}
