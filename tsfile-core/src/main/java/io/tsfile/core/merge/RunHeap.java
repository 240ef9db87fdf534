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
package io.tsfile.core.merge;

import java.util.Arrays;

/** Runs by the time of their current row, the smallest first: a binary heap. Not thread-safe. */
final class RunHeap {
    private RankedRun[] runs = new RankedRun[8];
    /** The time of each run's current row, beside it so that looking for the smallest touches no page. */
    private long[] heads = new long[8];

    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Run {@code i}, in no order. */
    RankedRun get(int i) {
        return runs[i];
    }

    void clear() {
        size = 0;
    }

    /** The run whose current row comes first; of several any one. */
    RankedRun first() {
        return runs[0];
    }

    /** The time of the first row. */
    long head() {
        return heads[0];
    }

    /** The time at which the run comes that is next after the first one; there must be two. */
    long secondHead() {
        return size == 2 ? heads[1] : Math.min(heads[1], heads[2]);
    }

    void add(RankedRun run) {
        if (size == runs.length) {
            runs = Arrays.copyOf(runs, 2 * size);
            heads = Arrays.copyOf(heads, 2 * size);
        }
        int place = size++;
        long head = run.run().head();
        while (place > 0 && head < heads[(place - 1) >>> 1]) {
            int parent = (place - 1) >>> 1;
            runs[place] = runs[parent];
            heads[place] = heads[parent];
            place = parent;
        }
        runs[place] = run;
        heads[place] = head;
    }

    /** Takes the first run out. */
    RankedRun remove() {
        RankedRun first = runs[0];
        size--;
        if (size > 0) {
            sink(runs[size], heads[size]);
        }
        return first;
    }

    /** Puts the first run in its new place after it was advanced. */
    void advanced() {
        sink(runs[0], runs[0].run().head());
    }

    private void sink(RankedRun run, long head) {
        int place = 0;
        while (true) {
            int child = 2 * place + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heads[child + 1] < heads[child]) {
                child++;
            }
            if (heads[child] >= head) {
                break;
            }
            runs[place] = runs[child];
            heads[place] = heads[child];
            place = child;
        }
        runs[place] = run;
        heads[place] = head;
    }
}
