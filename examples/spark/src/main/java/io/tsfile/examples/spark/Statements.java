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
package io.tsfile.examples.spark;

import java.util.ArrayList;
import java.util.List;

/** Finds the statements in a text: separated by semicolons, except where one stands in quotes or in a comment. */
final class Statements {
    private Statements() {}

    /** The statements, without the semicolons; none that is empty. */
    static List<String> split(String text) {
        List<String> statements = new ArrayList<>();
        int start = 0;
        for (int i = skip(text, 0); i < text.length(); i = skip(text, i + 1)) {
            add(statements, text.substring(start, i));
            start = i + 1;
        }
        add(statements, text.substring(start));
        return statements;
    }

    /** Whether the last statement of the text has its semicolon. */
    static boolean isComplete(String text) {
        int rest = 0;
        for (int i = skip(text, 0); i < text.length(); i = skip(text, i + 1)) {
            rest = i + 1;
        }
        return rest > 0 && text.substring(rest).isBlank();
    }

    private static void add(List<String> statements, String statement) {
        if (!statement.isBlank()) {
            statements.add(statement.strip());
        }
    }

    /** The position of the first semicolon that separates, or the length of the text. */
    private static int skip(String text, int from) {
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == ';') {
                return i;
            } else if (c == '\'' || c == '"' || c == '`') {
                i = endOfQuote(text, i, c);
            } else if (text.startsWith("--", i)) {
                i = orEnd(text, text.indexOf('\n', i), 1);
            } else if (text.startsWith("/*", i)) {
                i = orEnd(text, text.indexOf("*/", i + 2), 2);
            } else {
                i++;
            }
        }
        return text.length();
    }

    private static int endOfQuote(String text, int from, char quote) {
        int i = from + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            // Backslashes escape in Spark's texts, but not in its names.
            i += text.charAt(i) == '\\' && quote != '`' ? 2 : 1;
        }
        return Math.min(i + 1, text.length());
    }

    private static int orEnd(String text, int found, int length) {
        return found < 0 ? text.length() : found + length;
    }
}
