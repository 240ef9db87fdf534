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
package io.tsfile.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.testing.FileText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveFileTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A-F[0,9]@1                            | A to F [0,9]",
                "A-F[0,9]@1!..[0,4]                    | A to F [5,9]",
                "A-F[0,9]@1!..[5,19]                   | A to F [0,4]",
                "A-F[0,9]@1!..[5,8]                    | A to F [0,9]",
                "A-F[0,9]@1!..[-5,9]                   | nothing",
                "A-F[0,9]@1!..C[0,9]                   | C to F [0,9]",
                "A-F[0,9]@1!A..C[-5,19]                | C to F [0,9]",
                "A-F[0,9]@1!C..[0,9]                   | A to before C [0,9]",
                "A-F[0,9]@1!C..G[0,9]                  | A to before C [0,9]",
                "A-F[0,9]@1!C..F[0,9]                  | A to F [0,9]",
                "A-F[0,9]@1!F..F[0,9]                  | A to F [0,9]",
                "A-F[0,9]@1!B..D[0,9]!..B[0,9]         | D to F [0,9]",
                "A-F[0,9]@1!D..F[0,9]!F..[0,9]         | A to before D [0,9]",
                "A-F[0,9]@1!..C[0,9]!C..[0,9]          | nothing",
                "A-F[0,9]@1!C..[0,9]!..C[0,9]          | nothing",
                "A-F[0,9]@1!..C[0,8]                   | A to F [0,9]",
                "A-F[0,9]@1!..C[0,8]!..[9,9]           | C to F [0,8]",
                "A-F[0,9]@1!A..G[0,4]                  | A to F [5,9]",
                "A-F[0,9]@1!C..[0,9]!..C[0,4]          | A to before C [5,9]",
            })
    void isSmallerWhereItsSidesAreHidden(String text, String expected) {
        assertThat(FileText.live(text)
                        .get(0)
                        .rectangle()
                        .map(LiveFileTest::format)
                        .orElse("nothing"))
                .isEqualTo(expected);
    }

    @Test
    void holdsEveryKeyThatIsNotHidden() {
        for (long seed = 1; seed <= 2000; seed++) {
            Random random = new Random(seed);
            LiveFile file = random(random);
            for (char name = 'A'; name <= 'H'; name++) {
                IDeviceID device = Devices.ofTable("t", String.valueOf(name));
                for (int time = 0; time < 12; time++) {
                    if (seen(file, device, time)) {
                        Rectangle key = new Rectangle(device, device, true, new TimeRange(time, time));
                        assertThat(file.rectangle())
                                .as("seed %d: %s", seed, file)
                                .hasValueSatisfying(rectangle ->
                                        assertThat(rectangle.overlaps(key)).isTrue());
                        assertThat(file.devices().contains(device)
                                        && file.times().contains(time))
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void overlapsWhatMaySeeTheSameKey() {
        List<LiveFile> files = FileText.live("A-F[0,9]@1!C..[0,9] C-F[0,9]@2 B-C[0,9]@3 A-F[0,9]@4!..[0,9]");
        LiveFile cut = files.get(0);
        assertThat(cut.mayOverlap(files.get(1))).isFalse();
        assertThat(files.get(1).mayOverlap(cut)).isFalse();
        assertThat(cut.mayOverlap(files.get(2))).isTrue();
        assertThat(cut.mayOverlap(files.get(3))).isFalse();
        assertThat(files.get(3).isHidden()).isTrue();
        assertThat(files.get(3).times()).isEqualTo(new TimeRange(0, 9));
    }

    private static LiveFile random(Random random) {
        char first = (char) ('A' + random.nextInt(6));
        String file = first + "-" + (char) (first + random.nextInt(3)) + "[" + random.nextInt(5) + ","
                + (5 + random.nextInt(6)) + "]@1";
        StringBuilder text = new StringBuilder(file);
        List<String> bounds = new ArrayList<>(List.of("", "A", "B", "C", "D", "E", "F", "G", "H", "I"));
        for (int i = random.nextInt(5); i > 0; i--) {
            int start = random.nextInt(8) - 2;
            text.append('!')
                    .append(bounds.get(random.nextInt(bounds.size())))
                    .append("..")
                    .append(bounds.get(random.nextInt(bounds.size())))
                    .append('[')
                    .append(start)
                    .append(',')
                    .append(start + random.nextInt(14))
                    .append(']');
        }
        return FileText.live(text.toString()).get(0);
    }

    private static boolean seen(LiveFile file, IDeviceID device, long time) {
        return file.file().devices().contains(device)
                && file.file().times().contains(time)
                && file.deletions().stream()
                        .noneMatch(deletion -> deletion.devices().contains(device)
                                && deletion.times().contains(time));
    }

    private static String format(Rectangle rectangle) {
        return rectangle.first().segment(1) + " to " + (rectangle.lastInside() ? "" : "before ")
                + rectangle.last().segment(1) + " [" + rectangle.times().start() + ","
                + rectangle.times().end() + "]";
    }
}
