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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.examples.UserException;
import io.tsfile.examples.csv.CsvColumn;
import io.tsfile.examples.csv.CsvLayout;
import io.tsfile.examples.csv.CsvReader;
import io.tsfile.examples.csv.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayPlanTest {
    private final Path folder;

    ReplayPlanTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void sendsEveryRowAndTheRightValueLast() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            CsvTable table = randomTable(random, 1 + random.nextInt(200));
            ReplayPlan plan = ReplayPlan.of(
                    table,
                    RowChains.of(table),
                    new DisorderOptions(
                            random.nextLong(), random.nextInt(50), random.nextDouble(), random.nextDouble()));

            assertThat(replay(table, inOrder(table)))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(replay(table, plan));
        }
    }

    @Test
    void correctsEveryWrongSending() throws IOException {
        CsvTable table = randomTable(new Random(5), 500);
        ReplayPlan plan = ReplayPlan.of(table, RowChains.of(table), new DisorderOptions(7, 5, 0.1, 0.5));

        Map<Integer, Boolean> lastIsWrong = new HashMap<>();
        for (int i = 0; i < plan.size(); i++) {
            lastIsWrong.put(plan.row(i), plan.isWrong(i));
        }

        assertThat(lastIsWrong).hasSize(table.rows()).doesNotContainValue(true);
        assertThat(plan.corrected()).isBetween(75, 175);
        assertThat(plan.repeated()).isBetween(50, 175);
        assertThat(plan.late()).isBetween(20, 90);
        assertThat(plan.size()).isEqualTo(table.rows() + plan.corrected() + plan.repeated());
    }

    @Test
    void keepsTheOrderWhereNoDisorderIsWanted() throws IOException {
        CsvTable table = ascending(100);

        ReplayPlan plan = ReplayPlan.of(table, RowChains.of(table), new DisorderOptions(1, 0, 0, 0));

        assertThat(rows(plan)).isSorted().hasSize(100);
    }

    @Test
    void shufflesOnlyWithinTheWindow() throws IOException {
        CsvTable table = ascending(1000);

        ReplayPlan plan = ReplayPlan.of(table, RowChains.of(table), new DisorderOptions(1, 5, 0, 0));

        List<Integer> rows = rows(plan);
        assertThat(rows).isNotEqualTo(rows.stream().sorted().toList());
        for (int i = 0; i < rows.size(); i++) {
            assertThat(Math.abs(rows.get(i) - i)).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void sendsLateRowsAfterASeventhOfTheRecordingAtLeast() throws IOException {
        CsvTable table = ascending(1000);

        ReplayPlan plan = ReplayPlan.of(table, RowChains.of(table), new DisorderOptions(1, 0, 0.1, 0));

        int newest = -1;
        int late = 0;
        for (int row : rows(plan)) {
            late += newest - row >= 100 ? 1 : 0;
            newest = Math.max(newest, row);
        }
        // Late rows near the end of the recording have nothing behind them that they could be late to.
        assertThat(late).isBetween(plan.late() / 2, plan.late());
        assertThat(plan.late()).isBetween(60, 140);
    }

    @Test
    void startsAllDevicesTogether() throws IOException {
        StringBuilder text = new StringBuilder("time,host,v\n");
        for (int i = 0; i < 200; i++) {
            text.append(i * 1000).append(i < 100 ? ",a," : ",b,").append(i).append('\n');
        }
        CsvTable table = table(text.toString());

        ReplayPlan plan = ReplayPlan.of(table, RowChains.of(table), new DisorderOptions(1, 0, 0, 0));

        assertThat(rows(plan).subList(0, 4)).containsExactly(0, 100, 1, 101);
    }

    @Test
    void makesTheSamePlanFromTheSameSeedOnly() throws IOException {
        CsvTable table = ascending(300);
        RowChains chains = RowChains.of(table);

        List<Integer> plan = rows(ReplayPlan.of(table, chains, new DisorderOptions(1, 5, 0.1, 0.1)));

        assertThat(rows(ReplayPlan.of(table, chains, new DisorderOptions(1, 5, 0.1, 0.1))))
                .isEqualTo(plan);
        assertThat(rows(ReplayPlan.of(table, chains, new DisorderOptions(2, 5, 0.1, 0.1))))
                .isNotEqualTo(plan);
    }

    @Test
    void refusesSharesThatAreNone() {
        assertThatThrownBy(() -> new DisorderOptions(1, 0, 1.5, 0))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("--late-fraction", "1.5");
        assertThatThrownBy(() -> new DisorderOptions(1, 0, 0, Double.NaN))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--duplicate-fraction");
        assertThatThrownBy(() -> new DisorderOptions(1, -1, 0, 0))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--disorder-seconds");
    }

    /** What a table says after the rows came in this order: newest wins, and an empty cell hides nothing. */
    private static Map<String, Long> replay(CsvTable table, ReplayPlan plan) {
        Map<String, Long> visible = new TreeMap<>();
        for (int i = 0; i < plan.size(); i++) {
            put(table, plan.row(i), plan.isWrong(i), visible);
        }
        return visible;
    }

    private static Map<String, Long> replay(CsvTable table, List<Integer> rows) {
        Map<String, Long> visible = new TreeMap<>();
        rows.forEach(row -> put(table, row, false, visible));
        return visible;
    }

    private static void put(CsvTable table, int row, boolean wrong, Map<String, Long> visible) {
        String key = table.devices().get(table.device(row)) + "@" + table.time(row);
        visible.putIfAbsent(key, 0L);
        for (CsvColumn field : table.fields()) {
            if (!field.isNull(row)) {
                long value = field.longValue(row);
                visible.put(key + "." + field.name(), wrong ? WrongValues.insteadOf(value) : value);
            }
        }
    }

    private CsvTable randomTable(Random random, int rows) throws IOException {
        StringBuilder text = new StringBuilder("time,host,v,w\n");
        int times = 1 + random.nextInt(rows);
        for (int i = 0; i < rows; i++) {
            text.append(1000L * random.nextInt(times))
                    .append(",h")
                    .append(random.nextInt(3))
                    .append(',');
            text.append(random.nextInt(4) == 0 ? "" : "" + random.nextInt(100)).append(',');
            text.append(random.nextInt(4) == 0 ? "" : "" + i).append('\n');
        }
        return CsvReader.read(
                Files.writeString(folder.resolve("in.csv"), text),
                new CsvLayout(
                        "time",
                        List.of("host"),
                        Map.of("v", io.tsfile.examples.csv.CellType.INT64, "w", io.tsfile.examples.csv.CellType.INT64),
                        ','));
    }

    private CsvTable ascending(int rows) throws IOException {
        StringBuilder text = new StringBuilder("time,host,v\n");
        for (int i = 0; i < rows; i++) {
            text.append(i * 1000L).append(",a,").append(i).append('\n');
        }
        return table(text.toString());
    }

    private CsvTable table(String text) throws IOException {
        return CsvReader.read(Files.writeString(folder.resolve("in.csv"), text), CsvLayout.of("time", "host"));
    }

    private static List<Integer> inOrder(CsvTable table) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            rows.add(row);
        }
        return rows;
    }

    private static List<Integer> rows(ReplayPlan plan) {
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < plan.size(); i++) {
            rows.add(plan.row(i));
        }
        return rows;
    }
}
