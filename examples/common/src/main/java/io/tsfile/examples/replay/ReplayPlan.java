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
package io.tsfile.examples.replay;

import io.tsfile.examples.csv.CsvTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The order in which the rows of a recording are sent: shuffled a little, some very late, some twice.
 *
 * <ul>
 *   <li>A pure function of the table and the options, so that every process makes the same plan.
 *   <li>Devices start together, whenever each was recorded.
 *   <li>What is sent last for a device and time is right: newest wins gives back the recording.
 * </ul>
 */
public final class ReplayPlan {
    private static final double LATE_FROM = 0.15;
    private static final double LATE_TO = 0.5;

    private final int[] rows;
    private final BitSet wrong = new BitSet();
    private final int late;
    private final int repeated;

    private ReplayPlan(List<Sending> sendings, int late, int repeated) {
        this.rows = new int[sendings.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = sendings.get(i).row();
            wrong.set(i, sendings.get(i).wrong());
        }
        this.late = late;
        this.repeated = repeated;
    }

    /** A row on its way: {@code turn} is in milliseconds since the start of its device. */
    private record Sending(double turn, int row, boolean wrong) {}

    /** Makes the plan. */
    public static ReplayPlan of(CsvTable table, RowChains chains, DisorderOptions options) {
        return new Planner(table, chains, options).plan();
    }

    /** How many rows are sent. */
    public int size() {
        return rows.length;
    }

    /** The row that is sent at a position. */
    public int row(int position) {
        return rows[position];
    }

    /** Whether it is sent with wrong values, to be corrected by a later sending. */
    public boolean isWrong(int position) {
        return wrong.get(position);
    }

    /** How many rows are sent much later than their turn. */
    public int late() {
        return late;
    }

    /** How many rows are sent twice without a change. */
    public int repeated() {
        return repeated;
    }

    /** How many rows are sent with wrong values first. */
    public int corrected() {
        return wrong.cardinality();
    }

    private static final class Planner {
        private final CsvTable table;
        private final RowChains chains;
        private final DisorderOptions options;
        private final SplittableRandom random;
        private final long[] starts;
        private final double span;
        private final List<Sending> sendings = new ArrayList<>();
        private final double[] turns;
        private int late;
        private int repeated;

        Planner(CsvTable table, RowChains chains, DisorderOptions options) {
            this.table = table;
            this.chains = chains;
            this.options = options;
            this.random = new SplittableRandom(options.seed());
            this.starts = new long[table.devices().size()];
            this.turns = new double[table.rows()];
            this.span = findSpan();
        }

        private double findSpan() {
            java.util.Arrays.fill(starts, Long.MAX_VALUE);
            for (int row = 0; row < table.rows(); row++) {
                int device = table.device(row);
                starts[device] = Math.min(starts[device], table.time(row));
            }
            double longest = 0;
            for (int row = 0; row < table.rows(); row++) {
                longest = Math.max(longest, sinceStart(row));
            }
            return longest;
        }

        /** A fraction, because the difference of two extreme times does not fit a long. */
        private double sinceStart(int row) {
            return (double) table.time(row) - starts[table.device(row)];
        }

        ReplayPlan plan() {
            for (int row = 0; row < table.rows(); row++) {
                double turn = sinceStart(row) + random.nextDouble() * options.disorderSeconds() * 1000;
                boolean isLate = random.nextDouble() < options.lateFraction();
                boolean twice = random.nextDouble() < options.duplicateFraction();
                boolean wrongFirst = random.nextBoolean();
                double delay = span * (LATE_FROM + random.nextDouble() * (LATE_TO - LATE_FROM));
                if (twice && wrongFirst) {
                    sendings.add(new Sending(turn, row, true));
                }
                if (isLate) {
                    turn += delay;
                    late++;
                }
                send(turn, row);
                // Only the last row of a key may come again: an older one would undo it.
                if (twice && !wrongFirst && chains.isNewest(row)) {
                    sendings.add(new Sending(turns[row] + delay, row, false));
                    repeated++;
                }
            }
            // Sorting is stable: a wrong row stays before its right one, and rows of a key keep the order of their
            // lines.
            sendings.sort(Comparator.comparingDouble(Sending::turn));
            return new ReplayPlan(sendings, late, repeated);
        }

        private void send(double turn, int row) {
            turns[row] = chains.hasOlder(row) ? Math.max(turn, turns[chains.older(row)]) : turn;
            sendings.add(new Sending(turns[row], row, false));
        }
    }
}
