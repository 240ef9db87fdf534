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

import io.tsfile.examples.answer.Answer;
import io.tsfile.examples.answer.DeviceAverages;
import io.tsfile.examples.console.Sizes;
import io.tsfile.examples.console.TextTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints answers, and whether they are right. */
final class Answers {
    private static final int SHOWN_DEVICES = 10;
    private static final int SHOWN_DIFFERENCES = 10;

    private Answers() {}

    /** Prints rows, times, and averages by device. */
    static void print(Answer answer, TableQuestions questions) {
        System.out.printf(
                "  %s rows from %s to %s%n",
                Sizes.count(answer.rows()),
                Instant.ofEpochMilli(answer.firstTime()),
                Instant.ofEpochMilli(answer.lastTime()));
        List<String> header = new ArrayList<>(questions.tags());
        header.add("rows");
        questions.averaged().forEach(column -> header.add("avg " + column));
        TextTable table = new TextTable(header);
        for (DeviceAverages device :
                answer.devices().stream().limit(SHOWN_DEVICES).toList()) {
            List<String> cells = new ArrayList<>();
            device.tags().forEach(tag -> cells.add(tag == null ? "NULL" : tag));
            cells.add(Sizes.count(device.rows()));
            device.averages().forEach(average -> cells.add(shown(average)));
            table.add(cells);
        }
        table.lines("  ").forEach(System.out::println);
        if (answer.devices().size() > SHOWN_DEVICES) {
            System.out.printf("  and %s more%n", Sizes.count(answer.devices().size() - SHOWN_DEVICES));
        }
    }

    /** Prints whether the answer is the expected one, and returns that. */
    static boolean check(Answer answer, Answer expected, String expectation) {
        List<String> differences = answer.differencesFrom(expected);
        if (differences.isEmpty()) {
            System.out.printf(
                    "  check: the row count, %d devices and the sums of %d columns equal %s%n",
                    answer.devices().size(), answer.columns().size(), expectation);
            return true;
        }
        System.out.flush();
        System.err.println("Cannot confirm the answer: it differs from " + expectation + ".");
        differences.stream().limit(SHOWN_DIFFERENCES).forEach(line -> System.err.println("  " + line));
        if (differences.size() > SHOWN_DIFFERENCES) {
            System.err.printf("  and %d more differences%n", differences.size() - SHOWN_DIFFERENCES);
        }
        System.err.println("If the file changed since it was ingested, use a new --dir and ingest it again.");
        return false;
    }

    private static String shown(@Nullable Double average) {
        if (average == null) {
            return "NULL";
        }
        boolean plain = average == 0 || (Math.abs(average) >= 0.001 && Math.abs(average) < 1e15);
        return String.format(Locale.ROOT, plain ? "%,.3f" : "%.3e", average);
    }
}
