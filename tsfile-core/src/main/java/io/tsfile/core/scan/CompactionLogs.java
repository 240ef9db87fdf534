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

import io.tsfile.core.io.StoredFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The logs of an IoTDB's compactions that had not ended when its folder was copied: sources and results may be there side by
 * side, and a result says nothing of its age. A compaction is of one time partition of one region.
 */
final class CompactionLogs {
    private static final String SUFFIX = "-compaction.log";
    private static final Pattern KIND = Pattern.compile("(^|.*/)(?:un)?sequence(/[^/]+/\\d+/-?\\d+)$");

    private final Map<String, String> logs;

    private CompactionLogs(Map<String, String> logs) {
        this.logs = logs;
    }

    /** Those among the files of a folder. */
    static CompactionLogs of(List<StoredFile> listed) {
        return new CompactionLogs(listed.stream()
                .map(StoredFile::path)
                .filter(path -> path.endsWith(SUFFIX))
                .collect(Collectors.toMap(CompactionLogs::partition, Function.identity(), (first, second) -> first)));
    }

    /** The log of a compaction that the file may have to do with. */
    Optional<String> logNear(String path) {
        return Optional.ofNullable(logs.get(partition(path)));
    }

    /** The folder of a file; the same for both kinds of files of one partition. */
    private static String partition(String path) {
        String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        Matcher matcher = KIND.matcher(folder);
        return matcher.matches() ? matcher.group(1) + matcher.group(2) : folder;
    }
}
