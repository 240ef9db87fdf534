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
package io.tsfile.examples.console;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a task is: a bar that moves on a terminal, else a plain line every few seconds. Not thread-safe; owned
 * by whoever opened it.
 */
public abstract sealed class Progress implements AutoCloseable {
    /** How to show progress. Who starts the program knows better than Java whether its output goes to a terminal. */
    public enum Style {
        /** A bar that is drawn again and again, for a terminal. */
        BAR,
        /** A line now and then, for files and pipes. */
        LINES
    }

    /** Starts to show a task of {@code total} rows. */
    public static Progress open(Style style, String task, long total) {
        return style == Style.BAR ? new Bar(task, total) : new Lines(task, total, System.out, System.nanoTime());
    }

    /** Shows that so many of the rows are done; {@code note} is a word about the state, possibly empty. */
    public abstract void update(long done, String note);

    /** Shows no more. What was shown last stays. */
    @Override
    public abstract void close();

    private static final class Bar extends Progress {
        private static final int UPDATE_MILLIS = 200;
        private final ProgressBar bar;

        Bar(String task, long total) {
            this.bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setUnit(" rows", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(UPDATE_MILLIS)
                    .setConsumer(new ConsoleProgressBarConsumer(System.out))
                    .build();
        }

        @Override
        public void update(long done, String note) {
            bar.stepTo(done);
            bar.setExtraMessage(note);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    static final class Lines extends Progress {
        private static final long EVERY_NANOS = 2_000_000_000L;
        private final String task;
        private final long total;
        private final PrintStream out;
        private long next;
        private long shown = -1;

        Lines(String task, long total, PrintStream out, long now) {
            this.task = task;
            this.total = total;
            this.out = out;
            this.next = now + EVERY_NANOS;
        }

        @Override
        public void update(long done, String note) {
            update(done, note, System.nanoTime());
        }

        void update(long done, String note, long now) {
            boolean isDone = done >= total && shown < total;
            if (now - next < 0 && !isDone) {
                return;
            }
            next = now + EVERY_NANOS;
            shown = done;
            long percent = total == 0 ? 100 : 100 * done / total;
            out.printf(
                    "%s %3d %%  %s of %s rows%s%n",
                    task, percent, Sizes.count(done), Sizes.count(total), note.isEmpty() ? "" : ", " + note);
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
