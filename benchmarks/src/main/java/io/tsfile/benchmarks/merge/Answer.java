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
package io.tsfile.benchmarks.merge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a program did.
 *
 * @param nanos how long it took
 * @param sum of the values that were read; 0 if files were written
 * @param files that were written
 */
public record Answer(long nanos, double sum, List<Path> files) {
    /** An answer to a read. */
    public static Answer ofRead(long nanos, double sum) {
        return new Answer(nanos, sum, List.of());
    }

    /** On one line, for {@link #parse}. */
    public String format() {
        return nanos + "\t" + sum + files.stream().map(file -> "\t" + file).collect(Collectors.joining());
    }

    static Answer parse(String line) {
        String[] words = line.split("\t", -1);
        List<Path> files = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            files.add(Path.of(words[i]));
        }
        return new Answer(Long.parseLong(words[0]), Double.parseDouble(words[1]), files);
    }
}
