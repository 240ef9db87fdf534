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
package io.tsfile.flink.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.flink.TsFileSink;
import io.tsfile.flink.TsFileSinkBuilder;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Row;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs jobs whose types are all ours, or Flink's own: neither Kryo nor Java serialization is allowed to them. */
class SinkMetricsTest {
    private static final int ROWS = 1_000;
    /** Every tenth row comes again, with a null in place of its second value. */
    private static final int REPEATED = 100;

    private static final List<String> STAGES =
            List.of(SinkMetrics.PACK, SinkMetrics.SORT, SinkMetrics.ENCODE, SinkMetrics.IO);
    private static final Set<String> GROUPS =
            Set.of(SinkMetrics.PACK, SinkMetrics.SORT, SinkMetrics.ENCODE, SinkMetrics.IO, SinkMetrics.COMMIT);

    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "metered",
            List.of(Column.tag("d"), Column.field("a", TSDataType.INT32), Column.field("b", TSDataType.DOUBLE)));

    private final Path folder;

    SinkMetricsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void countsTheSameInBothForms() throws Exception {
        Map<String, Long> staged = run(folder.resolve("staged"), true);
        Map<String, Long> fused = run(folder.resolve("fused"), false);

        assertCounted(staged, folder.resolve("staged"));
        assertCounted(fused, folder.resolve("fused"));
        // Nothing waits to be encoded where one thread does all.
        assertThat(staged.remove("encode.tickets")).isZero();
        assertThat(staged.remove("encode.ticketBytes")).isZero();
        assertThat(fused.keySet()).isEqualTo(staged.keySet());
    }

    @Test
    void areAllInThePage() throws IOException, IllegalAccessException {
        String page = Files.readString(Path.of("..", "docs", "flink.md"));
        String section = page.substring(page.indexOf("## Metrics"));
        for (Field constant : SinkMetrics.class.getDeclaredFields()) {
            if (Modifier.isPublic(constant.getModifiers())) {
                assertThat(section).contains("`" + constant.get(null) + "`");
            }
        }
    }

    private static void assertCounted(Map<String, Long> metrics, Path table) throws IOException {
        // Buffers are small, so what comes again finds the first one gone.
        assertThat(metrics)
                .containsEntry("sort.lateRows", (long) REPEATED)
                .containsEntry("pack.rows", (long) ROWS + REPEATED)
                .containsEntry("pack.points", 2L * ROWS + REPEATED)
                .containsEntry("sort.rows", (long) ROWS + REPEATED)
                .containsEntry("encode.rows", (long) ROWS + REPEATED)
                .containsEntry("io.rows", (long) ROWS + REPEATED)
                .containsEntry("sort.points", 2L * ROWS + REPEATED)
                .containsEntry("encode.points", 2L * ROWS + REPEATED)
                .containsEntry("io.points", 2L * ROWS + REPEATED)
                .containsEntry("encode.encodingFallbacks", 0L)
                .containsEntry("io.openFiles", 0L)
                .containsEntry("io.metadataBytes", 0L);
        assertThat(metrics.get("sort.bytes")).isGreaterThanOrEqualTo((ROWS + REPEATED) * (8L + 4 + 8));
        assertThat(metrics.get("encode.bytes")).isPositive().isEqualTo(metrics.get("io.bytes"));
        for (String stage : STAGES) {
            assertThat(metrics.get(stage + ".busyNanos")).isPositive();
        }
        Snapshot snapshot =
                Table.open(StoreLocation.of(table.toString()).open()).snapshot();
        long fileBytes = snapshot.files().stream().mapToLong(DataFile::length).sum();
        assertThat(metrics)
                .containsEntry("io.files", (long) snapshot.files().size())
                .containsEntry("io.fileBytes", fileBytes)
                .containsEntry("commit.commits", snapshot.number() - 1)
                .containsEntry("commit.committedFiles", (long) snapshot.files().size())
                .containsEntry("commit.committedBytes", fileBytes)
                .containsEntry("commit.commitRetries", 0L);
        assertThat(metrics.get("commit.maxCommitMillis"))
                .isGreaterThanOrEqualTo(metrics.get("commit.lastCommitMillis"));
    }

    /** All stages' metrics, each summed up over the subtasks. */
    private static Map<String, Long> run(Path table, boolean staged) throws Exception {
        InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
        Configuration configuration = new Configuration();
        reporter.addToConfiguration(configuration);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(Row.of((long) i, "d" + i % 7, i, i / 2.0));
        }
        for (int i = 0; i < ROWS; i += ROWS / REPEATED) {
            rows.add(Row.of((long) i, "d" + i % 7, -i, null));
        }
        DataStream<Row> stream = environment
                .fromData(
                        Types.ROW_NAMED(
                                new String[] {"time", "d", "a", "b"},
                                Types.LONG,
                                Types.STRING,
                                Types.INT,
                                Types.DOUBLE),
                        rows.toArray(new Row[0]))
                .setParallelism(1);
        TsFileSinkBuilder<Row> sink =
                TsFileSink.forRow(SCHEMA).location(table.toString()).bufferBytes(1);
        if (staged) {
            sink.encodeThreads(2).append(stream);
        } else {
            stream.sinkTo(sink.build());
        }
        environment.execute();
        Map<String, Long> metrics = new TreeMap<>();
        reporter.getMetricsByGroup().forEach((group, ofGroup) -> {
            String[] scope = group.getScopeComponents();
            String stage = scope[scope.length - 1];
            if (GROUPS.contains(stage)) {
                ofGroup.forEach((name, metric) -> metrics.merge(stage + "." + name, value(metric), Long::sum));
            }
        });
        return metrics;
    }

    private static long value(Metric metric) {
        return metric instanceof Counter counter ? counter.getCount() : (Long) ((Gauge<?>) metric).getValue();
    }
}
