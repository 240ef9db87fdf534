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
package io.tsfile.core.vector;

import java.util.Arrays;

/**
 * Rows of several vectors that go to rows of one, in any order: which rows these are, and where each goes. Rows of two vectors
 * may go to the same place; then those that were added later count.
 *
 * <pre>
 * rows     vector 0, from 0 on: 3     vector 1, from 5 on: 2
 * targets                   0 1 3                        1 2
 * gives    0[0] 1[5] 1[6] 0[2]
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class Weave {
    private final RowRanges ranges = new RowRanges();
    /** Of all that was added, in that order. */
    private int[] targets = new int[64];

    private int taken;
    private int rows;

    /**
     * Forgets everything.
     *
     * @param expected how many rows will be added in all, if that is known; 0 if not
     */
    public void clear(int expected) {
        if (expected > targets.length) {
            targets = new int[expected];
        }
        ranges.clear();
        taken = 0;
        rows = 0;
    }

    /**
     * Adds rows of a vector, which go to {@link #targets} behind those of what was added before.
     *
     * @param source which of the vectors that {@link Vector#appendWoven} is given
     * @param start the first row
     * @param length how many rows
     */
    public void add(int source, int start, int length) {
        ranges.addApart(source, start, length);
        taken = Math.addExact(taken, length);
        if (taken > targets.length) {
            targets = Arrays.copyOf(targets, Math.max(taken, 2 * targets.length));
        }
    }

    /** How many times rows were added. */
    public int count() {
        return ranges.count();
    }

    /** Of which vector the rows are that were added as number {@code i}. */
    int source(int i) {
        return ranges.source(i);
    }

    /** The first of the rows that were added as number {@code i}. */
    int start(int i) {
        return ranges.start(i);
    }

    /** How many rows were added as number {@code i}. */
    public int length(int i) {
        return ranges.length(i);
    }

    /** How many rows were added in all. */
    public int taken() {
        return taken;
    }

    /** Where the rows go, for the caller to write: at least {@link #taken} numbers, each below {@link #rows}. Adding replaces the array. */
    public int[] targets() {
        return targets;
    }

    /** How many rows they become. */
    public int rows() {
        return rows;
    }

    /** Sets how many rows they become. */
    public void setRows(int rows) {
        this.rows = rows;
    }
}
