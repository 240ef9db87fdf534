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
package io.tsfile.core.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the policy's tasks come to when they are carried out again and again: answers, an end, and the bytes that it takes. */
class CompactionWorkTest {
    private static final int MOST_ROUNDS = 16;

    @Test
    void changesNoAnswerAndEndsWhateverIsWrittenAndDeleted() {
        for (long seed = 1; seed <= 120; seed++) {
            Random random = new Random(seed);
            ModelTable table = new ModelTable(randomOptions(random), (int) (seed % 5));
            for (int step = 0; step < 4; step++) {
                change(table, random, 1 + random.nextInt(12));
                boolean force = random.nextInt(4) == 0;
                compact(table, force, random, "seed " + seed + ", step " + step);
            }
        }
    }

    @Test
    void goesOnAfterAnyTaskOfAPlan() {
        for (long seed = 1; seed <= 80; seed++) {
            String name = "seed " + seed;
            Random random = new Random(seed);
            ModelTable table = new ModelTable(randomOptions(random), (int) (seed % 5));
            for (int step = 0; step < 4; step++) {
                change(table, random, 1 + random.nextInt(12));
                Map<ModelTable.Key, Long> answer = table.answer();
                List<CompactionTask> plan = new ArrayList<>(random.nextBoolean() ? table.plan() : table.forcedPlan());
                Collections.shuffle(plan, random);
                for (CompactionTask task : plan.subList(0, random.nextInt(plan.size() + 1))) {
                    table.apply(task);
                    assertThat(table.answer()).as(name).isEqualTo(answer);
                }
            }
            compact(table, false, random, name);
        }
    }

    private static void change(ModelTable table, Random random, int commits) {
        for (int i = 0; i < commits; i++) {
            if (random.nextInt(6) == 0) {
                table.delete(randomDeletion(random));
            } else {
                table.append(randomKeys(random));
            }
        }
    }

    private static List<ModelTable.Key> randomKeys(Random random) {
        long start = (long) random.nextInt(80) + (random.nextInt(4) == 0 ? 1000 : 0);
        int length = 1 + random.nextInt(random.nextInt(5) == 0 ? 80 : 10);
        int first = random.nextInt(6);
        int devices = 1 + random.nextInt(6);
        List<ModelTable.Key> keys = new ArrayList<>();
        int count = 1 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            char device = (char) ('a' + first + random.nextInt(devices));
            keys.add(ModelTable.Key.of(String.valueOf(device), start + random.nextInt(length)));
        }
        return keys;
    }

    private static Deletion randomDeletion(Random random) {
        long start = random.nextInt(90);
        TimeRange times = new TimeRange(start, start + random.nextInt(40));
        DeviceScope devices = switch (random.nextInt(3)) {
            case 0 -> DeviceScope.ALL;
            case 1 ->
                DeviceScope.of(List.of(
                        ModelTable.Key.of("c", 0).device(),
                        ModelTable.Key.of("e", 0).device()));
            default -> new DeviceScope.Between(Devices.ofTable("t", "c"), Devices.ofTable("t", "g"));
        };
        return Deletion.ofRows(devices, times);
    }

    private static CompactionOptions randomOptions(Random random) {
        return CompactionOptions.DEFAULT
                .withTargetFileBytes(200 + random.nextInt(2000))
                .withTasks(300 + random.nextInt(3000), 2 + random.nextInt(10))
                .withSmallChunkPoints(random.nextInt(20));
    }

    private static void compact(ModelTable table, boolean force, Random random, String name) {
        Map<ModelTable.Key, Long> answer = table.answer();
        for (int round = 0; ; round++) {
            List<CompactionTask> plan = new ArrayList<>(force ? table.forcedPlan() : table.plan());
            if (plan.isEmpty()) {
                break;
            }
            assertThat(round).as("%s: rounds, %s", name, plan).isLessThan(MOST_ROUNDS);
            assertDisjoint(plan, name);
            List<LiveFile> live = table.live();
            plan.forEach(task -> assertClosed(table, task, live, name));
            Collections.shuffle(plan, random);
            plan.forEach(table::apply);
            assertThat(table.answer()).as("%s, round %s", name, round).isEqualTo(answer);
        }
        assertNothingOverlaps(table, name);
    }

    /** Tasks that share a file share no key. */
    private static void assertDisjoint(List<CompactionTask> plan, String name) {
        for (int i = 0; i < plan.size(); i++) {
            for (int j = 0; j < i; j++) {
                CompactionTask one = plan.get(i);
                CompactionTask other = plan.get(j);
                Set<String> shared = new HashSet<>(paths(one));
                shared.retainAll(paths(other));
                assertThat(shared.isEmpty() || !meet(one, other))
                        .as("%s: %s and %s have %s in common", name, one, other, shared)
                        .isTrue();
            }
        }
    }

    private static boolean meet(CompactionTask one, CompactionTask other) {
        boolean devicesApart = (one.cut().to() != null
                        && other.cut().from() != null
                        && one.cut().to().compareTo(other.cut().from()) <= 0)
                || (other.cut().to() != null
                        && one.cut().from() != null
                        && other.cut().to().compareTo(one.cut().from()) <= 0);
        return !devicesApart && one.cut().times().overlaps(other.cut().times());
    }

    /** R3, by what is seen inside of the cut. */
    private static void assertClosed(ModelTable table, CompactionTask task, List<LiveFile> live, String name) {
        List<DataFile> inputs = task.inputs().stream().map(LiveFile::file).toList();
        assertThat(inputs).as(name).isSortedAccordingTo(DataFile.BY_VERSION);
        Version oldest = inputs.get(0).version();
        Version newest = inputs.get(inputs.size() - 1).version();
        for (LiveFile outside : live) {
            Version version = outside.file().version();
            if (inputs.contains(outside.file()) || version.compareTo(oldest) <= 0 || version.compareTo(newest) >= 0) {
                continue;
            }
            for (LiveFile input : task.inputs()) {
                assertThat(input.file().version().compareTo(version) < 0 && table.share(input, outside, task.cut()))
                        .as("%s: %s stays between %s and %s", name, outside, input, newest)
                        .isFalse();
            }
        }
    }

    private static void assertNothingOverlaps(ModelTable table, String name) {
        List<LiveFile> live = table.live();
        for (LiveFile one : live) {
            assertThat(live)
                    .as("%s: overlap %s", name, one)
                    .noneMatch(other ->
                            !other.file().version().equals(one.file().version()) && table.share(one, other, Cut.ALL));
        }
    }

    private static List<String> paths(CompactionTask task) {
        return task.inputs().stream().map(input -> input.file().path()).toList();
    }
}
