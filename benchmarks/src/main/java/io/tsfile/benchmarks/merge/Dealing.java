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

import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** Which file a row is written to, and which newer one has it once more, with other values. */
interface Dealing {
    /** How many files there are; the later ones are newer. */
    int files();

    /** How many of them, the first ones, share no time of a device with each other. */
    int sequenceFiles();

    /** Puts rows into files, device by device in ascending order. */
    interface Dealer {
        /** The file of a device's row; rows come in ascending order. */
        int file(int device, int row);

        /** A newer file that has the row again; -1 if none has. */
        int again();
    }

    Dealer dealer(int rows);

    /** Each file has a range of times for itself. */
    static Dealing byTime(int files) {
        return of(files, 0, rows -> new InTime(files, rows));
    }

    /** Row by row to one file after the other, and one of 51 rows to the next file, too. */
    static Dealing inTurn(int files) {
        return of(files, files - 1, rows -> new InTurn(files));
    }

    /**
     * By time, but some rows come late, in files of their own.
     *
     * @param oneOf one of how many devices has late rows
     * @param gap whether these are all rows of the third fifth of its time, or 4 of 100 rows of all times. One more of 100 is in
     *     both a sequence file and a late one
     */
    static Dealing late(int sequence, int late, int oneOf, boolean gap) {
        return of(sequence + late, late, rows -> new Late(sequence, late, oneOf, gap, rows));
    }

    private static Dealing of(int files, int late, IntFunction<Dealer> dealers) {
        return new Dealing() {
            @Override
            public int files() {
                return files;
            }

            @Override
            public int sequenceFiles() {
                return files - late;
            }

            @Override
            public Dealer dealer(int rows) {
                return dealers.apply(rows);
            }
        };
    }

    /** See {@link #byTime}. */
    record InTime(int files, int rows) implements Dealer {
        @Override
        public int file(int device, int row) {
            return (int) ((long) row * files / rows);
        }

        @Override
        public int again() {
            return -1;
        }
    }

    /** See {@link #inTurn}. */
    final class InTurn implements Dealer {
        private final int files;
        private int row;

        InTurn(int files) {
            this.files = files;
        }

        @Override
        public int file(int device, int nextRow) {
            row = nextRow;
            return row % files;
        }

        @Override
        public int again() {
            int newer = row % files + 1;
            return row % 51 == 0 && newer < files ? newer : -1;
        }
    }

    /** See {@link #late}. */
    final class Late implements Dealer {
        private final SplittableRandom random = new SplittableRandom(1);
        private final InTime inTime;
        private final int sequence;
        private final int late;
        private final int oneOf;
        private final boolean gap;
        private int again = -1;

        Late(int sequence, int late, int oneOf, boolean gap, int rows) {
            this.inTime = new InTime(sequence, rows);
            this.sequence = sequence;
            this.late = late;
            this.oneOf = oneOf;
            this.gap = gap;
        }

        @Override
        public int file(int device, int row) {
            int percent = random.nextInt(100);
            int lateFile = sequence + (gap ? device / oneOf : row) % late;
            boolean concerned = device % oneOf == 0;
            again = concerned && percent == 0 ? lateFile : -1;
            boolean isLate = gap ? (long) row * 5 / inTime.rows() == 2 : percent > 0 && percent < 5;
            return concerned && isLate && again < 0 ? lateFile : inTime.file(device, row);
        }

        @Override
        public int again() {
            return again;
        }
    }
}
