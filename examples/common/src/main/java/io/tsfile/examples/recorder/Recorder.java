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
package io.tsfile.examples.recorder;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Records what a running Linux machine does, one line of CSV a second: CPU (whole and per core), memory, disk, network,
 * load, context switches, pressure and temperature where the machine has a sensor.
 *
 * <p>{@code java Recorder.java HOST SECONDS FILE.csv}: HOST goes into the tag column {@code host}; a file that exists
 * is appended to, so that several runs make a recording of several hosts. Counters of the kernel become rates per
 * second between two samples.
 */
public final class Recorder {
    private static final Path PROC = Path.of("/proc");
    private static final Path THERMAL = Path.of("/sys/class/thermal");
    private static final int SECTOR_BYTES = 512;

    private Recorder() {}

    /** Runs the recorder; see the class comment for the arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 3) {
            System.err.println("Usage: Recorder HOST SECONDS FILE.csv");
            System.exit(2);
        }
        record(args[0], Integer.parseInt(args[1]), Path.of(args[2]));
    }

    static void record(String host, int seconds, Path file) throws IOException, InterruptedException {
        Counters before = Counters.read();
        Instant next = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(2);
        boolean headerNeeded = !Files.exists(file) || Files.size(file) == 0;
        try (BufferedWriter out = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = 0; i < seconds; i++) {
                sleepUntil(next);
                Instant time = Instant.now().truncatedTo(ChronoUnit.MILLIS);
                Counters now = Counters.read();
                Map<String, String> sample = sample(before, now);
                if (headerNeeded) {
                    out.write("time,host," + String.join(",", sample.keySet()) + "\n");
                    headerNeeded = false;
                }
                out.write(time + "," + host + "," + String.join(",", sample.values()) + "\n");
                out.flush();
                before = now;
                next = next.plusSeconds(1);
            }
        }
    }

    private static void sleepUntil(Instant time) throws InterruptedException {
        long millis = Duration.between(Instant.now(), time).toMillis();
        if (millis >= 0) {
            Thread.sleep(millis + 1);
        }
    }

    /** One line of the recording: gauges as they are, counters as rates. */
    private static Map<String, String> sample(Counters before, Counters now) throws IOException {
        Map<String, String> row = new LinkedHashMap<>();
        now.cpus().forEach((cpu, ticks) -> cpuShares(row, cpu, before.cpus().getOrDefault(cpu, ticks), ticks));
        double seconds = Math.max(1e-3, (now.nanos() - before.nanos()) / 1e9);
        now.totals().forEach((name, total) -> {
            long delta = total - before.totals().getOrDefault(name, total);
            row.put(name, Long.toString(Math.round(delta / seconds)));
        });
        memory(row);
        load(row);
        pressure(row);
        temperatures(row);
        return row;
    }

    private static void cpuShares(Map<String, String> row, String cpu, long[] before, long[] now) {
        double all = 0;
        for (int i = 0; i < now.length; i++) {
            all += now[i] - before[i];
        }
        double whole = all == 0 ? 1 : all;
        row.put(cpu + "_user", decimals(100 * (now[0] + now[1] - before[0] - before[1]) / whole));
        row.put(cpu + "_system", decimals(100 * (now[2] - before[2]) / whole));
        row.put(cpu + "_idle", decimals(all == 0 ? 100 : 100 * (now[3] - before[3]) / whole));
        row.put(cpu + "_iowait", decimals(100 * (now[4] - before[4]) / whole));
        row.put(cpu + "_steal", decimals(100 * (now[7] - before[7]) / whole));
    }

    private static void memory(Map<String, String> row) throws IOException {
        List<String> wanted = List.of(
                "MemFree", "MemAvailable", "Buffers", "Cached", "Active", "Dirty", "Writeback", "AnonPages", "Mapped");
        for (String line : Files.readAllLines(PROC.resolve("meminfo"))) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon);
            if (wanted.contains(name)) {
                String kib = line.substring(colon + 1).replace("kB", "").strip();
                row.put("mem_" + name.replace("Mem", "").toLowerCase(Locale.ROOT) + "_kib", kib);
            }
        }
    }

    private static void load(Map<String, String> row) throws IOException {
        String[] fields = Files.readString(PROC.resolve("loadavg")).strip().split("[ /]", -1);
        row.put("load_1m", fields[0]);
        row.put("load_5m", fields[1]);
        row.put("load_15m", fields[2]);
        row.put("tasks_running", fields[3]);
        row.put("tasks", fields[4]);
    }

    private static void pressure(Map<String, String> row) throws IOException {
        for (String resource : List.of("cpu", "io", "memory")) {
            Path file = PROC.resolve("pressure").resolve(resource);
            if (Files.isReadable(file)) {
                String some = Files.readAllLines(file).get(0);
                row.put("pressure_" + resource, some.replaceAll(".*avg10=([0-9.]+).*", "$1"));
            }
        }
    }

    private static void temperatures(Map<String, String> row) throws IOException {
        if (!Files.isDirectory(THERMAL)) {
            return;
        }
        try (var zones = Files.newDirectoryStream(THERMAL, "thermal_zone*")) {
            for (Path zone : zones) {
                double milliCelsius = Double.parseDouble(
                        Files.readString(zone.resolve("temp")).strip());
                row.put(zone.getFileName() + "_celsius", decimals(milliCelsius / 1000));
            }
        }
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /**
     * The kernel's ever-growing counters at one moment.
     *
     * @param nanos when, on {@link System#nanoTime()}'s clock
     * @param cpus ticks by state (user, nice, system, idle, iowait, irq, softirq, steal) of the machine and of each core
     * @param totals named totals since the machine started
     */
    private record Counters(long nanos, Map<String, long[]> cpus, Map<String, Long> totals) {
        static Counters read() throws IOException {
            Map<String, long[]> cpus = new LinkedHashMap<>();
            Map<String, Long> totals = new LinkedHashMap<>();
            for (String line : Files.readAllLines(PROC.resolve("stat"))) {
                String[] fields = line.split(" +", -1);
                if (fields[0].startsWith("cpu")) {
                    cpus.put(fields[0], ticks(fields));
                } else if (fields[0].equals("ctxt")) {
                    totals.put("context_switches", Long.parseLong(fields[1]));
                } else if (fields[0].equals("processes")) {
                    totals.put("forks", Long.parseLong(fields[1]));
                } else if (fields[0].equals("intr")) {
                    totals.put("interrupts", Long.parseLong(fields[1]));
                }
            }
            disks(totals);
            networks(totals);
            faults(totals);
            return new Counters(System.nanoTime(), cpus, totals);
        }

        private static long[] ticks(String[] fields) {
            long[] ticks = new long[8];
            for (int i = 0; i < ticks.length; i++) {
                ticks[i] = Long.parseLong(fields[i + 1]);
            }
            return ticks;
        }

        private static void disks(Map<String, Long> totals) throws IOException {
            for (String line : Files.readAllLines(PROC.resolve("diskstats"))) {
                String[] fields = line.strip().split(" +", -1);
                if (fields[2].matches("[shv]d[a-z]+|nvme[0-9]+n[0-9]+")) {
                    totals.merge("disk_reads", Long.parseLong(fields[3]), Long::sum);
                    totals.merge("disk_read_bytes", SECTOR_BYTES * Long.parseLong(fields[5]), Long::sum);
                    totals.merge("disk_writes", Long.parseLong(fields[7]), Long::sum);
                    totals.merge("disk_write_bytes", SECTOR_BYTES * Long.parseLong(fields[9]), Long::sum);
                    totals.merge("disk_busy_ms", Long.parseLong(fields[12]), Long::sum);
                }
            }
        }

        private static void networks(Map<String, Long> totals) throws IOException {
            List<String> lines = Files.readAllLines(PROC.resolve("net").resolve("dev"));
            for (String line : lines.subList(2, lines.size())) {
                String[] fields = line.strip().split("[: ]+", -1);
                totals.merge("net_rx_bytes", Long.parseLong(fields[1]), Long::sum);
                totals.merge("net_rx_packets", Long.parseLong(fields[2]), Long::sum);
                totals.merge("net_tx_bytes", Long.parseLong(fields[9]), Long::sum);
                totals.merge("net_tx_packets", Long.parseLong(fields[10]), Long::sum);
            }
        }

        private static void faults(Map<String, Long> totals) throws IOException {
            for (String line : Files.readAllLines(PROC.resolve("vmstat"))) {
                if (line.startsWith("pgfault ") || line.startsWith("pgmajfault ")) {
                    String[] fields = line.split(" ", -1);
                    totals.put(fields[0].equals("pgfault") ? "page_faults" : "major_faults", Long.parseLong(fields[1]));
                }
            }
        }
    }
}
