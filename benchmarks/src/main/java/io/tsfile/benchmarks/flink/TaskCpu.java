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
package io.tsfile.benchmarks.flink;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What processor time a job took. However many cores there are, a job is not faster than its busiest task; and on few cores not than
 * all that it does, shared out evenly.
 *
 * @param nanosByTask of the task's threads, its subtasks taken together; tasks that end too early to be looked at are missing
 * @param processNanos of all threads of the process: also those that collect garbage, compile, and run Flink itself
 */
record TaskCpu(Map<String, Long> nanosByTask, long processNanos) {
    private static final String SOURCE = "Source: ";
    private static final double NANOS_PER_MILLI = 1e6;

    /** Looks at the threads of the process again and again, for what they took so far is gone when they end. */
    static final class Meter {
        private static final long EVERY_MILLIS = 20;
        private static final Pattern SUBTASK = Pattern.compile(" \\(\\d+/\\d+\\)#\\d+.*$");
        /** Threads that serve a task have its name behind what they do. */
        private static final Pattern SERVANT = Pattern.compile("^(System Time|Time|OutputFlusher|channel-state)\\b");

        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final OperatingSystemMXBean process =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
        /** By the thread's id. */
        private final Map<Long, Spent> seen = new HashMap<>();

        private final long processBefore = process.getProcessCpuTime();

        private record Spent(String task, long nanos) {}

        /** Begins to look. */
        Meter() {
            ScheduledFuture<?> unused =
                    looks.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }

        /** Ends, also where the job failed. */
        TaskCpu stop() throws InterruptedException {
            looks.shutdown();
            if (!looks.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("Cannot stop looking at the threads of the process");
            }
            Map<String, Long> byTask = new TreeMap<>();
            seen.values().forEach(spent -> byTask.merge(spent.task(), spent.nanos(), Long::sum));
            return new TaskCpu(byTask, process.getProcessCpuTime() - processBefore);
        }

        private void look() {
            for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
                if (thread != null && isTask(thread.getThreadName())) {
                    long nanos = threads.getThreadCpuTime(thread.getThreadId());
                    // Negative once the thread is gone.
                    if (nanos >= 0) {
                        seen.put(thread.getThreadId(), new Spent(task(thread.getThreadName()), nanos));
                    }
                }
            }
        }

        private static boolean isTask(String thread) {
            return SUBTASK.matcher(thread).find() && !SERVANT.matcher(thread).find();
        }

        /** The same for tasks of both forms that do the same: one of them names the sink in front. */
        private static String task(String thread) {
            return SUBTASK.matcher(thread).replaceFirst("").replace("Sink: ", "");
        }
    }

    /** Of the tasks that get rows through the exchange, what the one takes that takes most: milliseconds per million rows. */
    double busiestBehindExchange(long rows) {
        return busiest(false) / unit(rows);
    }

    /** Prints both in milliseconds per million rows, task by task. */
    static void print(String first, TaskCpu one, String second, TaskCpu other, long rows) {
        double unit = unit(rows);
        System.out.println("  CPU in ms per million rows:");
        System.out.printf(Locale.ROOT, "  %10s%10s%n", first, second);
        TreeSet<String> tasks = new TreeSet<>(one.nanosByTask.keySet());
        tasks.addAll(other.nanosByTask.keySet());
        for (String task : tasks) {
            line(one.nanosByTask.getOrDefault(task, 0L) / unit, other.nanosByTask.getOrDefault(task, 0L) / unit, task);
        }
        line(one.rest() / unit, other.rest() / unit, "not in tasks: collector, compiler, Flink");
        line(one.processNanos / unit, other.processNanos / unit, "all");
        line(one.busiest(true) / unit, other.busiest(true) / unit, "busiest task");
        line(one.busiest(false) / unit, other.busiest(false) / unit, "busiest task behind the exchange");
    }

    private static double unit(long rows) {
        return NANOS_PER_MILLI * rows / 1e6;
    }

    private static void line(double one, double other, String what) {
        System.out.printf(Locale.ROOT, "  %10.0f%10.0f  %s%n", one, other, what);
    }

    private long rest() {
        return processNanos
                - nanosByTask.values().stream().mapToLong(Long::longValue).sum();
    }

    private long busiest(boolean withSource) {
        return nanosByTask.entrySet().stream()
                .filter(task -> withSource || !task.getKey().startsWith(SOURCE))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(0);
    }
}
