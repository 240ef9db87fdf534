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

import io.tsfile.benchmarks.flink.Rounds.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** A profile of a job by thread and by what the threads do: shares of the samples that Flight Recorder takes. */
final class WhereTimeGoes {
    private static final List<String> SAMPLES = List.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
    private static final Duration EVERY = Duration.ofMillis(10);
    private static final Pattern SUBTASK = Pattern.compile(" \\(\\d+/\\d+\\)#\\d+.*$");
    private static final double LEAST_SHARE = 0.005;

    /** What is done, told by the innermost frame of ours or of Flink's. */
    private static final Map<String, String> AREAS = areas();

    private WhereTimeGoes() {}

    /** Runs the job and prints its profile. */
    static void print(Job job) throws Exception {
        Path file = Files.createTempFile("flink-benchmark", ".jfr");
        try {
            try (Recording recording = new Recording()) {
                SAMPLES.forEach(event -> recording.enable(event).withPeriod(EVERY));
                recording.start();
                job.run();
                recording.stop();
                recording.dump(file);
            }
            print(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void print(Path file) throws IOException {
        Map<String, Map<String, Long>> samples = RecordingFile.readAllEvents(file).stream()
                .filter(event -> SAMPLES.contains(event.getEventType().getName()))
                .filter(event -> event.getStackTrace() != null && event.getThread("sampledThread") != null)
                .filter(event -> SUBTASK.matcher(thread(event)).find())
                .collect(Collectors.groupingBy(
                        event -> SUBTASK.matcher(thread(event)).replaceFirst(""),
                        TreeMap::new,
                        Collectors.groupingBy(WhereTimeGoes::area, TreeMap::new, Collectors.counting())));
        double all = samples.values().stream()
                .flatMap(areas -> areas.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        System.out.println("Where the time of the tasks goes, in % of " + (long) all + " samples:");
        samples.forEach((thread, areas) -> {
            System.out.printf(Locale.ROOT, "%5.1f  %s%n", 100 * sum(areas) / all, thread);
            areas.entrySet().stream()
                    .filter(area -> area.getValue() / all >= LEAST_SHARE)
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .forEach(area -> System.out.printf(
                            Locale.ROOT, "   %5.1f  %s%n", 100 * area.getValue() / all, area.getKey()));
        });
    }

    private static double sum(Map<String, Long> areas) {
        return areas.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String thread(RecordedEvent event) {
        return event.getThread("sampledThread").getJavaName();
    }

    private static String area(RecordedEvent event) {
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            for (Map.Entry<String, String> area : AREAS.entrySet()) {
                if (type.startsWith(area.getKey())) {
                    return area.getValue();
                }
            }
        }
        return "other";
    }

    private static Map<String, String> areas() {
        // The longer name comes first.
        Map<String, String> areas = new TreeMap<>(Comparator.reverseOrder());
        areas.put("io.tsfile.benchmarks.", "generate rows");
        areas.put("io.tsfile.core.flush.memtable.", "memtable");
        areas.put("io.tsfile.core.flush.sort.", "sort");
        areas.put("io.tsfile.core.encoding.", "encode");
        areas.put("io.tsfile.core.format.write.", "pages and chunks");
        areas.put("io.tsfile.core.format.", "compress");
        areas.put("io.tsfile.core.io.", "write files");
        areas.put("io.tsfile.core.", "other of the core");
        areas.put("io.tsfile.flink.row.", "take rows apart");
        areas.put("io.tsfile.flink.bytes.", "serialize between stages");
        areas.put("io.tsfile.flink.stage.StageSerializer", "serialize between stages");
        areas.put("io.tsfile.flink.stage.SortedSeriesSerializer", "serialize between stages");
        areas.put("io.tsfile.flink.stage.ColumnBytes", "serialize between stages");
        areas.put("io.tsfile.core.vector.VectorBytes", "serialize between stages");
        areas.put("io.tsfile.flink.stage.EncodedSeriesSerializer", "serialize between stages");
        areas.put("io.tsfile.core.flush.memtable.DeviceBatches", "pack rows");
        areas.put("io.tsfile.flink.stage.RowPacker", "pack rows");
        areas.put("io.tsfile.flink.stage.RowUnpacker", "unpack rows");
        areas.put("io.tsfile.flink.stage.PackedRowsSerializer", "serialize between stages");
        areas.put("io.tsfile.flink.", "operators");
        areas.put("org.apache.flink.table.", "serialize rows");
        areas.put("org.apache.flink.core.memory.", "serialize");
        areas.put("org.apache.flink.runtime.io.network.", "Flink's network");
        areas.put("org.apache.flink.runtime.", "Flink");
        areas.put("org.apache.flink.", "Flink");
        return areas;
    }
}
