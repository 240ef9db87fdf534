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
package io.tsfile.core.testing;

import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files as text, for tests of what looks only at their description: {@code A-C[0,9]@3.1:500} has the devices A to C, the
 * times 0 to 9, version (3, 1) and 500 bytes. Order and bytes may be left out (0 and 100). A file's path is its text.
 */
public final class FileText {
    private static final Pattern FILE =
            Pattern.compile("(\\w+)(?:-(\\w+))?\\[(-?\\d+),(-?\\d+)]@(\\d+)(?:\\.(\\d+))?(?::(\\d+))?(?:#\\w+)?");

    private FileText() {}

    /** Reads files with blanks between them. */
    public static List<DataFile> parse(String text) {
        List<DataFile> files = new ArrayList<>();
        for (String token : text.split(" +", -1)) {
            files.add(file(token));
        }
        return files;
    }

    /** Reads one file. */
    public static DataFile file(String text) {
        Matcher matcher = FILE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Cannot read '" + text + "' as a file");
        }
        String last = matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
        int order = matcher.group(6) == null ? 0 : Integer.parseInt(matcher.group(6));
        long bytes = matcher.group(7) == null ? 100 : Long.parseLong(matcher.group(7));
        return file(
                text,
                matcher.group(1),
                last,
                new TimeRange(Long.parseLong(matcher.group(3)), Long.parseLong(matcher.group(4))),
                new Version(Long.parseLong(matcher.group(5)), order),
                bytes);
    }

    /** A file with ten rows. */
    public static DataFile file(
            String path, String firstDevice, String lastDevice, TimeRange times, Version version, long bytes) {
        return new DataFile(
                path,
                bytes,
                DataFile.UNKNOWN_CRC,
                version,
                0,
                version.commit(),
                true,
                new DeviceRange(Devices.ofTable("t", firstDevice), Devices.ofTable("t", lastDevice)),
                BucketRange.ALL,
                times,
                10,
                10,
                DataFile.UNKNOWN_CHUNKS,
                List.of());
    }
}
