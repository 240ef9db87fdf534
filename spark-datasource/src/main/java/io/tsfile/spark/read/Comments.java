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
package io.tsfile.spark.read;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Comments of a table and its columns, which a table keeps among its options, where other engines leave them alone: {@value #TABLE},
 * and the same with a dot and a column's name behind it. Pure.
 */
public final class Comments {
    /** What all names of options that only Spark reads begin with. */
    static final String PREFIX = "spark.";

    private static final String TABLE = PREFIX + "comment";
    private static final String COLUMN = TABLE + ".";

    private Comments() {}

    /** The option of the table's comment. */
    public static String ofTable() {
        return TABLE;
    }

    /** The option of a column's comment. */
    public static String ofColumn(String column) {
        return COLUMN + column;
    }

    static Optional<String> table(Map<String, String> options) {
        return Optional.ofNullable(options.get(TABLE));
    }

    /** The columns' comments by their names. */
    static Map<String, String> columns(Map<String, String> options) {
        Map<String, String> comments = new TreeMap<>();
        options.forEach((name, comment) -> {
            if (name.startsWith(COLUMN)) {
                comments.put(name.substring(COLUMN.length()), comment);
            }
        });
        return comments;
    }

    /** The options that are properties: all but those of Spark itself. */
    static Map<String, String> withoutThem(Map<String, String> options) {
        Map<String, String> others = new TreeMap<>(options);
        others.keySet().removeIf(name -> name.startsWith(PREFIX));
        return others;
    }
}
