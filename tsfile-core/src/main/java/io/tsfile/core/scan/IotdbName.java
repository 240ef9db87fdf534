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
package io.tsfile.core.scan;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path of IoTDB's data folder says:
 * {@code [un]sequence/<database>/<region>/<partition>/<time>-<version>-<inner>-<cross>.tsfile}.
 *
 * @param database the database, or empty if the file lies in no such folder
 * @param unsequence whether its points came late, and so are newer than those of all sequence files they meet
 * @param version counts up within database, region and partition
 * @param time milliseconds since the epoch when the file was opened
 */
record IotdbName(String database, boolean unsequence, long version, long time) {
    /**
     * Which of two files of one database, region and partition is newer: unsequence over sequence, then version, then time, as
     * IoTDB 2.0 itself orders them. Files of different regions and partitions share no key.
     */
    static final Comparator<IotdbName> OLDEST_FIRST = Comparator.comparing(IotdbName::unsequence)
            .thenComparing(IotdbName::version)
            .thenComparing(IotdbName::time);

    private static final Pattern NAME = Pattern.compile("(?:.*/)?(\\d{1,18})-(\\d{1,18})-\\d+-\\d+\\.tsfile");
    private static final Pattern FOLDER = Pattern.compile("(?:.*/)?(unsequence|sequence)/([^/]+)/\\d+/-?\\d+/[^/]+");

    /** Reads a path; nothing if the file's name is not of that form. */
    static Optional<IotdbName> parse(String path) {
        Matcher name = NAME.matcher(path);
        if (!name.matches()) {
            return Optional.empty();
        }
        Matcher folder = FOLDER.matcher(path);
        boolean known = folder.matches();
        return Optional.of(new IotdbName(
                known ? folder.group(2) : "",
                known && folder.group(1).equals("unsequence"),
                Long.parseLong(name.group(2)),
                Long.parseLong(name.group(1))));
    }
}
