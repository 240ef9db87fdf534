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
package io.tsfile.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.spark.read.KeyFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The commit of a job breaks at each of its steps in the store, and the job, or the epoch, runs again. */
class JobCommitTest {
    private static final StructType ROWS = new StructType()
            .add("time", DataTypes.LongType)
            .add("host", DataTypes.StringType)
            .add("n", DataTypes.IntegerType);

    @TempDir
    private Path folder;

    static Stream<Arguments> breaks() {
        List<Arguments> all = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            all.add(Arguments.of(fault, new Effect.Append("spark append")));
            all.add(Arguments.of(
                    fault,
                    new Effect.Overwrite(
                            new KeyFilter(Optional.of(TimeRange.ALL), TagPredicate.all(List.of()), true))));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("breaks")
    void isThereOnceOrNotAtAll(Fault fault, Effect effect) throws IOException {
        int steps = 1;
        for (int step = 1; step <= steps; step++) {
            String when = fault + " at step " + step;
            StoreLocation location = StoreLocation.of(
                    folder.resolve(fault + effect.operation() + step).toString());
            WriteTarget target = table(location);
            commit(new JobCommit(target, new Effect.Append("spark append")), CommitId.unique(), rows(target, 1, 2));
            List<String> before = answer(location);
            CommitId epoch = new CommitId(new UUID(1, 2), 7);
            FaultPlan plan = FaultPlan.at(step, fault);
            FaultyFileStore broken = new FaultyFileStore(location.open(), plan);
            JobCommit job = new JobCommit(target, effect, () -> broken, 0);

            // 1. The driver fails or dies; a job that is told of the failure tidies up.
            List<Written> files = rows(target, 2, 3);
            boolean failed = false;
            try {
                commit(job, epoch, files);
            } catch (SimulatedCrash e) {
                failed = true;
            } catch (RuntimeException e) {
                failed = true;
                job.abort(files);
            }
            broken.endProcess();
            List<String> now = answer(location);
            boolean done = !now.equals(before);
            assertThat(failed || done).as(when).isTrue();

            // 2. The epoch runs again, with the same rows in other files.
            commit(new JobCommit(target, effect), epoch, rows(target, 2, 3));
            List<String> after = answer(location);
            if (done) {
                assertThat(after).as(when).isEqualTo(now);
            }
            assertThat(after).as(when).hasSize(effect instanceof Effect.Append ? 3 : 2);

            // 3. Only a driver that died leaves files that no commit names; what was replaced is a vacuum's.
            boolean orphans = fault == Fault.CRASH && plan.fired() && !done;
            assertThat(files(location)).as(when).isEqualTo(orphans ? 3 : 2);
            steps += plan.fired() ? 1 : 0;
        }
        assertThat(steps).isGreaterThan(1);
    }

    @Test
    void leavesNothingOfTheOtherAttemptOfATask() throws IOException {
        StoreLocation location = StoreLocation.of(folder.resolve("attempts").toString());
        TableBatchWrite job = new TableBatchWrite(table(location), new Effect.Append("spark append"));
        DataWriterFactory tasks = job.createBatchWriterFactory(() -> 2);
        List<WriterCommitMessage> messages = new ArrayList<>();
        // Spark lets the second attempt of a task commit, stops the first one, and hears of no other task.
        for (int attempt = 0; attempt < 2; attempt++) {
            try (DataWriter<InternalRow> writer = tasks.createWriter(0, attempt)) {
                writer.write(new GenericInternalRow(new Object[] {1L, UTF8String.fromString("h"), 1}));
                if (attempt == 0) {
                    writer.abort();
                } else {
                    messages.add(writer.commit());
                }
            }
        }
        assertThat(files(location)).isEqualTo(1);

        job.abort(new @Nullable WriterCommitMessage[] {messages.get(0), null});

        assertThat(files(location)).isZero();
        assertThat(answer(location)).isEmpty();
    }

    private static void commit(JobCommit job, CommitId id, List<Written> written) {
        job.commitEpoch(id, written);
    }

    private static WriteTarget table(StoreLocation location) throws IOException {
        TableSchema schema = TableSchema.ofTable("t", List.of(Column.tag("host"), Column.field("n", TSDataType.INT32)));
        try (FileStore store = location.open()) {
            Table table = Table.create(store, TableMetadata.of(schema, TimePartitioning.NONE, Map.of()));
            return WriteTarget.of(location, table.snapshot().metadata(), ROWS, new WriteOptions(Map.of()));
        }
    }

    /** What a task hands out that wrote rows at these times. */
    private static List<Written> rows(WriteTarget target, long... times) throws IOException {
        try (TaskWriter writer = new TaskWriter(target)) {
            for (long time : times) {
                writer.append(new GenericInternalRow(new Object[] {time, UTF8String.fromString("h"), 1}));
            }
            return List.of(writer.finish());
        }
    }

    private static List<String> answer(StoreLocation location) throws IOException {
        try (FileStore store = location.open()) {
            return Oracle.scan(store, Table.open(store).snapshot());
        }
    }

    private static long files(StoreLocation location) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(location.uri(), "data"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
