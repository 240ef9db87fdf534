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

import java.util.ArrayList;
import java.util.List;

/** Measures how long something takes once the JVM has warmed up to it. */
final class Stopwatch {
    private static final long WARM_UP_NANOS = 2_000_000_000L;
    private static final int REPETITIONS = 7;

    private Stopwatch() {}

    /** Repeats it for a while unmeasured, then a few times measured. */
    static long medianNanos(Runnable action) {
        long start = System.nanoTime();
        do {
            action.run();
        } while (System.nanoTime() - start < WARM_UP_NANOS);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < REPETITIONS; i++) {
            long before = System.nanoTime();
            action.run();
            times.add(System.nanoTime() - before);
        }
        times.sort(null);
        return times.get(REPETITIONS / 2);
    }
}
