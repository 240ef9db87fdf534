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

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.model.TimeRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads files of deletions as an IoTDB 1 writes them ({@code .mods}): a line each, {@code DELETION,path,byte,first time,last
 * time}, or {@code DELETION,path,byte,last time} of still older servers. A path may hold commas. The byte is how long the TsFile
 * was then; chunks that came later are not concerned.
 */
final class TextMods {
    private static final String DELETION = "DELETION";

    private TextMods() {}

    /**
     * Reads all lines.
     *
     * @param path the file, for messages
     * @throws CorruptTsFileException if the last one is cut off, or one is no deletion
     */
    static List<ModEntry> read(String path, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        List<ModEntry> entries = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int line = entries.size() + 1;
            if (end < 0) {
                throw damaged(path, line, "ends in the middle of '" + text.substring(start) + "'");
            }
            entries.add(entry(path, line, text.substring(start, end).stripTrailing()));
            start = end + 1;
        }
        return entries;
    }

    private static ModEntry entry(String path, int number, String line) {
        List<String> parts = Arrays.asList(line.split(",", -1));
        if (!parts.get(0).equals(DELETION) || parts.size() < 4) {
            throw damaged(path, number, "is no deletion: '" + line + "'");
        }
        try {
            boolean withStart = parts.size() > 4 && isNumber(parts.get(parts.size() - 3));
            int pathEnd = parts.size() - (withStart ? 3 : 2);
            return new ModEntry(
                    new ModTarget.Tree(PathPattern.parse(String.join(",", parts.subList(1, pathEnd)))),
                    new TimeRange(
                            withStart ? Long.parseLong(parts.get(pathEnd + 1)) : Long.MIN_VALUE,
                            Long.parseLong(parts.get(parts.size() - 1))),
                    Long.parseLong(parts.get(pathEnd)));
        } catch (IllegalArgumentException e) {
            throw damaged(path, number, "is no deletion: '" + line + "' (" + e.getMessage() + ")");
        }
    }

    private static boolean isNumber(String part) {
        try {
            Long.parseLong(part);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static CorruptTsFileException damaged(String path, int line, String what) {
        return new CorruptTsFileException("Cannot read the deletions in " + path + ": line " + line + " " + what
                + ". Copy the file again, or repair it");
    }
}
