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
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Files as text, for tests of what looks only at their description: {@code A-C[0,9]@3.1:500} has the devices A to C, the
 * times 0 to 9, version (3, 1) and 500 bytes. Order and bytes may be left out (0 and 100). Behind them may stand buckets and
 * places to cut it, {@code ~0-99/B=200/C=300}, a name {@code #x} that tells it from another such file, and what is hidden:
 * {@code !B..D[0,5]} from B to before D at the times 0 to 5, {@code !..[0,5]} of all devices. A file's path is its text
 * without what is hidden.
 */
public final class FileText {
    private static final Pattern FILE =
            Pattern.compile("(\\w+)(?:-(\\w+))?\\[(-?\\d+),(-?\\d+)]@(\\d+)(?:\\.(\\d+))?(?::(\\d+))?"
                    + "(?:~(\\d+)-(\\d+))?((?:/\\w+=\\d+)*)(?:#\\w+)?");
    private static final Pattern SPLIT = Pattern.compile("/(\\w+)=(\\d+)");
    private static final Pattern HIDDEN = Pattern.compile("(\\w*)\\.\\.(\\w*)\\[(-?\\d+),(-?\\d+)]");

    private FileText() {}

    /** Reads files with blanks between them. */
    public static List<DataFile> parse(String text) {
        List<DataFile> files = new ArrayList<>();
        for (String token : text.split(" +", -1)) {
            files.add(file(token));
        }
        return files;
    }

    /** Reads files with blanks between them, and what is hidden of them. */
    public static List<LiveFile> live(String text) {
        List<LiveFile> files = new ArrayList<>();
        for (String token : text.split(" +", -1)) {
            String[] parts = token.split("!", -1);
            List<Deletion> deletions = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                deletions.add(deletion(parts[i]));
            }
            files.add(new LiveFile(file(parts[0]), deletions));
        }
        return files;
    }

    /** Reads one file. */
    public static DataFile file(String text) {
        Matcher matcher = match(FILE, text);
        String last = matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
        int order = matcher.group(6) == null ? 0 : Integer.parseInt(matcher.group(6));
        long bytes = matcher.group(7) == null ? 100 : Long.parseLong(matcher.group(7));
        BucketRange buckets = matcher.group(8) == null
                ? BucketRange.ALL
                : new BucketRange(Integer.parseInt(matcher.group(8)), Integer.parseInt(matcher.group(9)));
        List<DeviceSplit> splits = new ArrayList<>();
        for (Matcher split = SPLIT.matcher(matcher.group(10)); split.find(); ) {
            splits.add(new DeviceSplit(Devices.ofTable("t", split.group(1)), Long.parseLong(split.group(2))));
        }
        return file(
                text,
                new DeviceRange(Devices.ofTable("t", matcher.group(1)), Devices.ofTable("t", last)),
                buckets,
                new TimeRange(Long.parseLong(matcher.group(3)), Long.parseLong(matcher.group(4))),
                new Version(Long.parseLong(matcher.group(5)), order),
                bytes,
                splits);
    }

    /** A file with ten rows. */
    public static DataFile file(
            String path, String firstDevice, String lastDevice, TimeRange times, Version version, long bytes) {
        return file(
                path,
                new DeviceRange(Devices.ofTable("t", firstDevice), Devices.ofTable("t", lastDevice)),
                BucketRange.ALL,
                times,
                version,
                bytes,
                List.of());
    }

    /** A file with ten rows, some buckets, and places to cut it. */
    public static DataFile file(
            String path,
            DeviceRange devices,
            BucketRange buckets,
            TimeRange times,
            Version version,
            long bytes,
            List<DeviceSplit> splits) {
        return new DataFile(
                path,
                bytes,
                DataFile.UNKNOWN_CRC,
                version,
                0,
                version.commit(),
                true,
                devices,
                buckets,
                times,
                10,
                10,
                DataFile.UNKNOWN_CHUNKS,
                splits);
    }

    /** Reads what is hidden. */
    private static Deletion deletion(String text) {
        Matcher matcher = match(HIDDEN, text);
        IDeviceID from = device(matcher.group(1));
        IDeviceID to = device(matcher.group(2));
        return Deletion.ofRows(
                from == null && to == null ? DeviceScope.ALL : new DeviceScope.Between(from, to),
                new TimeRange(Long.parseLong(matcher.group(3)), Long.parseLong(matcher.group(4))));
    }

    private static @Nullable IDeviceID device(String name) {
        return name.isEmpty() ? null : Devices.ofTable("t", name);
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Cannot read '" + text + "' as a file");
        }
        return matcher;
    }
}
