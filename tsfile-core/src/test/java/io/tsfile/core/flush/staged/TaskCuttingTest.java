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
package io.tsfile.core.flush.staged;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.EncodeStage;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.SeriesPart;
import io.tsfile.core.flush.SortStage;
import io.tsfile.core.flush.SortedDevice;
import io.tsfile.core.flush.memtable.Arrivals;
import io.tsfile.core.flush.work.Share;
import io.tsfile.core.flush.work.StageMeter;
import io.tsfile.core.model.TableModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How work is cut into tasks: all of it, in order, in tasks of about one size. */
class TaskCuttingTest {
    private final MemoryBudget budget = new MemoryBudget(1 << 20);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void manySmallDevicesAreOneSortTask(int mostDevices) {
        Arrivals arrivals = arrivals(Workload.tiny(TableModel.TABLE, true, 500));
        long eachBytes = arrivals.bytes(0);
        for (long taskBytes : new long[] {1, 20 * eachBytes, 1 << 30}) {
            Tuning tuning = new Tuning(taskBytes, mostDevices, 1, 1, 1, 1);
            SortTasks tasks = new SortTasks(arrivals, budget.lease(), tuning, StepHook.NONE);
            int devices = 0;
            int count = 0;
            for (; !tasks.isEmpty(); count++) {
                SortTask next = tasks.peek();
                assertThat(tasks.poll()).isSameAs(next);
                assertThat(next.steps()).isBetween(1, mostDevices);
                devices += next.steps();
            }
            assertThat(devices).isEqualTo(500);
            int byCount = (500 + mostDevices - 1) / mostDevices;
            if (taskBytes == 1) {
                assertThat(count).isEqualTo(500);
            } else if (taskBytes == 1 << 30) {
                assertThat(count).isEqualTo(byCount);
            } else {
                assertThat(count).isBetween(Math.max(byCount, 500 / 20), 499 * (mostDevices == 1 ? 2 : 1));
            }
        }
    }

    @Test
    void aWidePartIsSeveralPiecesAndKeepsItsColumns() {
        SeriesPart part = parts(Workload.wide(TableModel.TABLE, true, 300)).get(0);
        for (long bytes : new long[] {1, 5000, 50_000}) {
            List<Piece> pieces = Piece.of(part, bytes);
            int column = 0;
            for (Piece piece : pieces) {
                assertThat(piece.fromColumn()).isEqualTo(column);
                assertThat(piece.isLast()).isEqualTo(piece.toColumn() == 300);
                assertThat(piece.bytes() <= bytes || piece.toColumn() == column + 1)
                        .as("%s is no larger than it must be", piece)
                        .isTrue();
                column = piece.toColumn();
            }
            assertThat(column).isEqualTo(300);
            assertThat(pieces).hasSizeGreaterThan(bytes == 1 ? 299 : 1);
        }
        assertThat(Piece.of(part, 1 << 30)).hasSize(1);
    }

    @Test
    void smallPartsAreOneEncodeTask() throws IOException {
        Workload workload = Workload.tiny(TableModel.TREE, false, 400);
        List<SeriesPart> parts = parts(workload);
        Arrivals arrivals = arrivals(workload);
        for (long bytes : new long[] {1, 20_000, 1 << 30}) {
            MemoryBudget.Lease lease = budget.lease();
            EncodeTask.Context context = new EncodeTask.Context(
                    new EncodeStage(workload.options()), lease, new StageMeter(), bytes, StepHook.NONE);
            SortTask origin = new SortTask(arrivals, 0, 1, 0, new Share(lease), StepHook.NONE);
            List<EncodeTask> tasks = EncodeTask.of(context, origin, parts);
            origin.expect(tasks.size());
            List<String> written = new ArrayList<>();
            for (EncodeTask task : tasks) {
                task.share().take(task.estimate(), true);
                task.run();
                assertThat(task.isDone()).isTrue();
                assertThat(task.share().bytes()).as("no more than was thought").isBetween(1L, task.estimate());
                task.takeChunks()
                        .forEach(chunks -> written.add(chunks.series().device()
                                + chunks.series().chunks().get(0).measurement()));
                assertThat(task.takeChunks()).as("handed over").isEmpty();
                task.share().release();
            }
            assertThat(written)
                    .isEqualTo(parts.stream()
                            .map(part -> part.device() + part.columns().get(0).name())
                            .toList());
            assertThat(tasks).hasSizeBetween(bytes == 1 << 30 ? 1 : 2, bytes == 1 << 30 ? 1 : parts.size());
            assertThat(lease.bytes()).isZero();
        }
    }

    private static Arrivals arrivals(Workload workload) {
        return Arrivals.of(workload.flushes().get(0));
    }

    private static List<SeriesPart> parts(Workload workload) {
        Arrivals arrivals = arrivals(workload);
        SortStage sort = new SortStage(workload.schema(), workload.partitioning(), workload.options());
        List<SeriesPart> parts = new ArrayList<>();
        for (int i = 0; i < arrivals.size(); i++) {
            parts.addAll(sort.cut(SortedDevice.of(arrivals.device(i), arrivals.arrived(i))));
        }
        return parts;
    }
}
