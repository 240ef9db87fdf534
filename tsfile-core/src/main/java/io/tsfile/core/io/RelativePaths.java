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
package io.tsfile.core.io;

import org.jspecify.annotations.Nullable;

/** The rule for paths in a store: names with {@code /} between them that stay below the store's folder. */
public final class RelativePaths {
    private RelativePaths() {}

    /**
     * Returns {@code path} if it names something below a folder.
     *
     * @throws IllegalArgumentException if it is empty, absolute, leaves the folder, or could be read in two ways
     */
    public static String check(String path) {
        String wrong = wrong(path);
        if (wrong != null) {
            throw new IllegalArgumentException("Cannot use path '" + path + "' in a store: " + wrong
                    + "; a path is relative to the store's folder, like 'data/7/a.tsfile'");
        }
        return path;
    }

    /** Like {@link #check}, but the empty string is allowed and stands for the folder itself. */
    static String checkFolder(String path) {
        return path.isEmpty() ? path : check(path);
    }

    private static @Nullable String wrong(String path) {
        if (path.isEmpty()) {
            return "it is empty";
        }
        if (path.startsWith("/")) {
            return "it is absolute";
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            // Some systems read a back slash as a separator, and a control character hides in every message.
            if (c == '\\' || c < ' ' || c == 0x7f) {
                return "it holds the character " + String.format("0x%02x", (int) c);
            }
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty()) {
                return "it holds an empty name";
            }
            if (name.equals(".") || name.equals("..")) {
                return "it holds the name '" + name + "'";
            }
        }
        return null;
    }
}
