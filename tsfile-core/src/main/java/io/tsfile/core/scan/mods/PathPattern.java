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

import io.tsfile.core.model.Devices;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * A path of the tree model with wildcards, as an IoTDB matches it: {@code *} is one node, {@code **} one or more, and a star at
 * the start or end of a name makes every star in it any number of characters. The last node is the measurement; {@code **} there
 * is any measurement of the device before it, and of every device below that.
 *
 * @param nodes at least two
 */
record PathPattern(List<String> nodes) {
    private static final String ONE = "*";
    private static final String MANY = "**";

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException if it is none, or has no node before the measurement
     */
    static PathPattern parse(String path) {
        List<String> nodes = Devices.nodes(path);
        if (nodes.size() < 2) {
            throw new IllegalArgumentException("Cannot read '" + path + "' as the path of a series");
        }
        return new PathPattern(nodes);
    }

    /** The path of the device, if it can be only one. */
    Optional<String> device() {
        boolean one = !last().equals(MANY) && beforeLast().stream().noneMatch(PathPattern::isWild);
        return one ? Optional.of(String.join(".", beforeLast())) : Optional.empty();
    }

    /** Whether it may match series of the device with these nodes. */
    boolean matchesDevice(List<String> device) {
        return matchesNodes(beforeLast(), device) || (last().equals(MANY) && matchesNodes(nodes, device));
    }

    /** Whether it matches the series of its devices whatever they measure. */
    boolean matchesEveryMeasurement() {
        return last().equals(MANY) || last().equals(ONE);
    }

    /** Whether it matches this measurement of its devices. */
    boolean matchesMeasurement(String measurement) {
        return matchesEveryMeasurement() || matchesNode(last(), measurement);
    }

    private String last() {
        return nodes.get(nodes.size() - 1);
    }

    private List<String> beforeLast() {
        return nodes.subList(0, nodes.size() - 1);
    }

    private static boolean isWild(String node) {
        return node.startsWith(ONE) || node.endsWith(ONE);
    }

    private static boolean matchesNodes(List<String> pattern, List<String> path) {
        return matches(pattern, path, MANY, 1, PathPattern::matchesNode);
    }

    private static boolean matchesNode(String pattern, String node) {
        if (!isWild(pattern)) {
            return pattern.equals(node);
        }
        List<Integer> characters = pattern.codePoints().boxed().toList();
        return matches(characters, node.codePoints().boxed().toList(), (int) '*', 0, Integer::equals);
    }

    /**
     * Matches from the left; where it goes wrong, the last star takes one more. The stars before it need not be tried again:
     * what follows them was found at the first place where it can be.
     *
     * @param star what stands for several
     * @param least how many it stands for at least
     */
    private static <T> boolean matches(List<T> pattern, List<T> text, T star, int least, BiPredicate<T, T> matchesOne) {
        int place = 0;
        int at = 0;
        int behindStar = -1;
        int resume = 0;
        while (at < text.size() || (place < pattern.size() && pattern.get(place).equals(star))) {
            if (place < pattern.size() && pattern.get(place).equals(star)) {
                at += least;
                if (at > text.size()) {
                    return false;
                }
                behindStar = ++place;
                resume = at;
            } else if (place < pattern.size() && matchesOne.test(pattern.get(place), text.get(at))) {
                place++;
                at++;
            } else if (behindStar >= 0) {
                place = behindStar;
                at = ++resume;
            } else {
                return false;
            }
        }
        return place == pattern.size();
    }
}
