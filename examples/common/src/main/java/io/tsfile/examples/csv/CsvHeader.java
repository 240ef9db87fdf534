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
package io.tsfile.examples.csv;

import io.tsfile.examples.UserException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which cell is what.
 *
 * @param names all columns
 * @param time the index of the time
 * @param tags the indexes of the tags, in the order that the user gave
 * @param fields the indexes of all others, in the order of the header
 */
record CsvHeader(List<String> names, int time, List<Integer> tags, List<Integer> fields) {
    /** Finds the columns of the layout, or tells which one is missing and which there are. */
    static CsvHeader of(Path file, List<String> names, CsvLayout layout) {
        checkNames(file, names);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            places.put(names.get(i), i);
        }
        int time = place(file, names, places, layout.timeColumn(), "--time-column");
        List<Integer> tags = layout.tagColumns().stream()
                .map(tag -> place(file, names, places, tag, "--tag-columns"))
                .toList();
        if (new HashSet<>(tags).size() != tags.size() || tags.contains(time)) {
            throw new UserException("Cannot use '" + layout.timeColumn() + "' as the time and " + layout.tagColumns()
                    + " as the tags of " + file + ": a column can be only one of them. Name each one once.");
        }
        List<Integer> fields = IntStream.range(0, names.size())
                .filter(i -> i != time && !tags.contains(i))
                .boxed()
                .toList();
        if (fields.isEmpty()) {
            throw new UserException("Cannot use " + file
                    + ": it has no column besides the time and the tags. Add a column with measurements.");
        }
        for (String typed : layout.types().keySet()) {
            if (!fields.contains(place(file, names, places, typed, "--types"))) {
                throw new UserException("Cannot give column '" + typed + "' of " + file
                        + " a type: the time is a moment and tags are texts. Remove it from --types.");
            }
        }
        return new CsvHeader(List.copyOf(names), time, tags, fields);
    }

    private static int place(Path file, List<String> names, Map<String, Integer> places, String column, String option) {
        Integer place = places.get(column);
        if (place == null) {
            throw new UserException("Cannot find column '" + column + "' in " + file + ". Its columns are: "
                    + String.join(", ", names) + ". Name one of them with " + option
                    + (names.size() == 1 ? ", or say with --delimiter what separates the cells." : "."));
        }
        return place;
    }

    private static void checkNames(Path file, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isBlank()) {
                throw new UserException("Cannot read " + file + ", line 1: column " + (i + 1)
                        + " has no name. Give every column a name.");
            }
            // Tables keep names in lower case.
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new UserException("Cannot read " + file + ", line 1: there are two columns '" + name
                        + "' (a table does not tell upper from lower case). Rename one of them.");
            }
        }
    }
}
