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

import io.tsfile.core.TsFileConnectorException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How to tell which of two plain files is newer. */
enum FileOrder {
    /** By the names that IoTDB gives; files with other names come first, by their paths. */
    IOTDB(Comparator.comparing(
            (PlainFile file) -> file.iotdbName().orElse(null), Comparator.nullsFirst(IotdbName.OLDEST_FIRST))),
    /** By path, where digits count as numbers: f9 is older than f10. */
    NAME(Comparator.comparing((PlainFile file) -> file.stored().path(), FileOrder::compareNames)),
    /** By the time of the last write. */
    MODIFIED(Comparator.comparingLong((PlainFile file) -> file.stored().modifiedMillis()));

    private static final Pattern PART = Pattern.compile("\\d+|\\D+");

    // Comparators of pure functions never change; the type cannot say so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Comparator<PlainFile> oldestFirst;

    FileOrder(Comparator<PlainFile> oldestFirst) {
        this.oldestFirst = oldestFirst.thenComparing(file -> file.stored().path());
    }

    /** The order that the user asks for, or the one that needs no word. */
    static FileOrder parse(Optional<String> option) {
        if (option.isEmpty()) {
            return IOTDB;
        }
        return switch (option.get()) {
            case "name" -> NAME;
            case "modified" -> MODIFIED;
            default ->
                throw new TsFileConnectorException(
                        "Cannot order files by '" + option.get() + "': option order is 'name' or 'modified'");
        };
    }

    /** The files, oldest first. */
    List<PlainFile> sort(List<PlainFile> files) {
        List<PlainFile> sorted = new ArrayList<>(files);
        sorted.sort(oldestFirst);
        return sorted;
    }

    static int compareNames(String left, String right) {
        Matcher leftParts = PART.matcher(left);
        Matcher rightParts = PART.matcher(right);
        while (true) {
            boolean hasLeft = leftParts.find();
            boolean hasRight = rightParts.find();
            if (!hasLeft || !hasRight) {
                return Boolean.compare(hasLeft, hasRight);
            }
            int byPart = compareParts(leftParts.group(), rightParts.group());
            if (byPart != 0) {
                return byPart;
            }
        }
    }

    private static int compareParts(String left, String right) {
        boolean numbers = Character.isDigit(left.charAt(0)) && Character.isDigit(right.charAt(0));
        return numbers ? new BigInteger(left).compareTo(new BigInteger(right)) : left.compareTo(right);
    }
}
