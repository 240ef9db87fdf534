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
package io.tsfile.examples.console;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns: numbers to the right, all else to the left. */
public final class TextTable {
    private static final String NUMBER = "[+-]?[0-9][0-9,]*(\\.[0-9]+)?([eE][+-]?[0-9]+)?|NaN|NULL|-";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these column names. */
    public TextTable(List<String> header) {
        this.header = List.copyOf(header);
    }

    /** Adds a row with as many cells as the header. */
    public TextTable add(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException(
                    "Cannot add " + cells.size() + " cells to a table of " + header.size() + " columns");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** The lines to print, each with {@code indent} in front. */
    public List<String> lines(String indent) {
        List<StringBuilder> lines = new ArrayList<>();
        for (int i = 0; i < rows.size() + 2; i++) {
            lines.add(new StringBuilder(indent));
        }
        for (int column = 0; column < header.size(); column++) {
            int c = column;
            int width = rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0);
            width = Math.max(width, header.get(c).length());
            boolean right =
                    !rows.isEmpty() && rows.stream().allMatch(row -> row.get(c).matches(NUMBER));
            String gap = column == 0 ? "" : "  ";
            lines.get(0).append(gap).append(pad(header.get(c), width, right));
            lines.get(1).append(gap).append("-".repeat(width));
            for (int row = 0; row < rows.size(); row++) {
                lines.get(row + 2).append(gap).append(pad(rows.get(row).get(c), width, right));
            }
        }
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    private static String pad(String text, int width, boolean right) {
        String blanks = " ".repeat(width - text.length());
        return right ? blanks + text : text + blanks;
    }
}
