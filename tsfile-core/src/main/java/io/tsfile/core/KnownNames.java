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
package io.tsfile.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Refuses names that nobody knows, and says which one was probably meant. */
public final class KnownNames {
    private KnownNames() {}

    /**
     * Checks names that a user gave.
     *
     * @param kind what they are, in the plural: "options"
     * @param given in any case
     * @param known all there are
     * @throws TsFileConnectorException for the first one that is not known
     */
    public static void check(String kind, Collection<String> given, List<String> known) {
        for (String name : given) {
            if (known.stream().noneMatch(name::equalsIgnoreCase)) {
                throw new TsFileConnectorException("Cannot use '" + name + "': the " + kind + " are "
                        + String.join(", ", known) + suggestion(name, known));
            }
        }
    }

    /** What was probably meant, as a sentence behind a message: {@code . Did you mean 'ttl'?}; empty if nothing is near. */
    public static String suggestion(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(candidate -> distance(name, candidate) <= Math.max(2, candidate.length() / 2))
                .map(candidate -> ". Did you mean '" + candidate + "'?")
                .orElse("");
    }

    /** How many characters must be put in, taken out or replaced to make one of the other. */
    private static int distance(String name, String other) {
        String a = name.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = above[0];
            above[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = above[j];
                above[j] = Math.min(replaced, Math.min(above[j - 1], above[j]) + 1);
            }
        }
        return above[b.length()];
    }
}
