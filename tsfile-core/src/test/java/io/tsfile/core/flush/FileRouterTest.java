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
package io.tsfile.core.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;

class FileRouterTest {
    private static final IDeviceID DEVICE = Devices.ofTable("t", "d");

    private final FileRouter router = new FileRouter(TimePartitioning.NONE);

    @Test
    void sendsEachArrivalToTheFirstFileThatEndsBelowIt() {
        assertThat(drain(10, 20)).isEqualTo("0:10,20");
        assertThat(drain(15)).isEqualTo("1:15");
        assertThat(drain(30)).isEqualTo("0:30");
        assertThat(drain(15)).isEqualTo("2:15");
        assertThat(drain(15)).isEqualTo("3:15");
    }

    @Test
    void countsWhatDoesNotGoToTheFirstFileOfItsSet() {
        drain(10, 20, 30);
        assertThat(router.lateRows()).isZero();
        drain(15, 16, 40);
        drain(15);
        assertThat(router.lateRows()).isEqualTo(3);
        router.reset();
        drain(5);
        assertThat(router.lateRows()).isEqualTo(3);
    }

    @Test
    void splitsADrainAtTheLastTimesOfTheFiles() {
        drain(10, 20, 30);
        drain(10, 20);
        drain(10);
        assertThat(drain(5, 10, 15, 20, 25, 30, 35)).isEqualTo("3:5,10 2:15,20 1:25,30 0:35");
    }

    @Test
    void keepsDevicesApart() {
        drain(10, 20);
        LongVector times = times(5, 15);
        assertThat(format(router.route(Devices.ofTable("t", "other"), List.of(times)), times))
                .isEqualTo("0:5,15");
    }

    @Test
    void givesUpAFullSetAsAWhole() {
        for (int arrival = 0; arrival < 4; arrival++) {
            assertThat(drain(10)).isEqualTo(arrival + ":10");
        }
        assertThat(drain(10, 20)).as("file 0 may still take 20").isEqualTo("4:10 0:20");
        assertThat(drain(20)).as("file 0 is given up").isEqualTo("4:20");
        assertThat(drain(10)).isEqualTo("5:10");
    }

    @Test
    void sendsMeasurementsOfOneTimeToOneFile() {
        drain(10, 20);
        List<FileRouter.Route> routes = router.route(DEVICE, List.of(times(5, 30), times(), times(15, 25, 40)));
        assertThat(routes).extracting(FileRouter.Route::order).containsExactly(1, 0);
        assertThat(routes.get(0).to()).containsExactly(1, 0, 1);
        assertThat(routes.get(1).from()).containsExactly(1, 0, 1);
        assertThat(routes.get(1).to()).containsExactly(2, 0, 3);
        assertThat(drain(40)).as("the last time of any measurement counts").isEqualTo("1:40");
    }

    @Test
    void cutsAtTheBordersOfPartitions() {
        FileRouter partitioned = new FileRouter(new TimePartitioning(10));
        LongVector times = times(-11, -10, -1, 0, 9, 10, 35);
        List<FileRouter.Route> routes = partitioned.route(DEVICE, List.of(times));
        assertThat(routes).extracting(FileRouter.Route::partition).containsExactly(-2L, -1L, 0L, 1L, 3L);
        assertThat(format(routes, times)).isEqualTo("0:-11 1:-10,-1 2:0,9 3:10 4:35");
    }

    @Test
    void routesTheFirstAndTheLastTimeThereIs() {
        FileRouter partitioned = new FileRouter(new TimePartitioning(1000));
        LongVector times = times(Long.MIN_VALUE, 0, Long.MAX_VALUE);
        assertThat(partitioned.route(DEVICE, List.of(times))).hasSize(3);
        assertThat(partitioned.route(DEVICE, List.of(times)))
                .as("the same keys again")
                .extracting(FileRouter.Route::order)
                .containsExactly(3, 4, 5);
    }

    @Test
    void remembersADeviceInFewBytes() {
        long empty = router.bytes();
        assertThat(empty).isZero();
        for (int i = 0; i < 10_000; i++) {
            router.route(Devices.ofTable("t", "d" + i), List.of(times(i)));
        }
        assertThat(router.bytes()).isBetween(10_000L * 16, 10_000L * 45);
        for (int i = 0; i < 10_000; i++) {
            assertThat(format(router.route(Devices.ofTable("t", "d" + i), List.of(times(i, i + 1))), times(i, i + 1)))
                    .isEqualTo("1:" + i + " 0:" + (i + 1));
        }
        router.reset();
        assertThat(router.bytes()).isZero();
    }

    @Test
    void startsAnewAfterAReset() {
        drain(10, 20);
        drain(10);
        router.reset();
        assertThat(drain(10)).isEqualTo("0:10");
    }

    @Test
    void ordersOfAFileAscendInTimeAndOrdersOfAKeyInArrival() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            TimePartitioning partitioning = new TimePartitioning(random.nextBoolean() ? 0 : 1 + random.nextInt(20));
            FileRouter any = new FileRouter(partitioning);
            Map<String, Long> lastOfFile = new HashMap<>();
            Map<String, Integer> orderOfKey = new HashMap<>();
            Map<Integer, Long> partitionOfOrder = new HashMap<>();
            for (int drain = 0; drain < 40; drain++) {
                IDeviceID device = Devices.ofTable("t", "d" + random.nextInt(3));
                List<LongVector> series = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    series.add(randomTimes(random));
                }
                int[] next = new int[series.size()];
                Map<Long, Integer> orders = new HashMap<>();
                for (FileRouter.Route route : any.route(device, series)) {
                    assertThat(route.from())
                            .as("seed %d: rows are routed once", seed)
                            .isEqualTo(next);
                    assertThat(route.to()).isNotEqualTo(next);
                    next = route.to();
                    assertThat(partitionOfOrder.computeIfAbsent(route.order(), o -> route.partition()))
                            .as("seed %d: a file has one partition", seed)
                            .isEqualTo(route.partition());
                    for (long time : times(series, route)) {
                        assertThat(partitioning.partition(time)).isEqualTo(route.partition());
                        Long last = lastOfFile.put(device + "/" + route.order(), time);
                        assertThat(last == null || last < time)
                                .as("seed %d: R1, %s after %s in order %d", seed, time, last, route.order())
                                .isTrue();
                        orders.put(time, route.order());
                    }
                }
                orders.forEach((time, order) -> {
                    Integer before = orderOfKey.put(device + "@" + time, order);
                    assertThat(before == null || before < order)
                            .as("R9, order %s after %s of %s", order, before, time)
                            .isTrue();
                });
                assertThat(next)
                        .as("seed %d", seed)
                        .isEqualTo(series.stream().mapToInt(LongVector::size).toArray());
            }
        }
    }

    /** The times that a route takes of any series, ascending. */
    private static Set<Long> times(List<LongVector> series, FileRouter.Route route) {
        Set<Long> times = new TreeSet<>();
        for (int i = 0; i < series.size(); i++) {
            for (int row = route.from()[i]; row < route.to()[i]; row++) {
                times.add(series.get(i).get(row));
            }
        }
        return times;
    }

    private static LongVector randomTimes(Random random) {
        TreeMap<Long, Long> sorted = new TreeMap<>();
        int around = random.nextInt(60);
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            long time = around + random.nextInt(30) - 15L;
            sorted.put(time, time);
        }
        return times(sorted.keySet().stream().mapToLong(Long::longValue).toArray());
    }

    private String drain(long... times) {
        return format(router.route(DEVICE, List.of(times(times))), times(times));
    }

    private static String format(List<FileRouter.Route> routes, LongVector times) {
        List<String> parts = new ArrayList<>();
        for (FileRouter.Route route : routes) {
            List<String> own = new ArrayList<>();
            for (int i = route.from()[0]; i < route.to()[0]; i++) {
                own.add(Long.toString(times.get(i)));
            }
            parts.add(route.order() + ":" + String.join(",", own));
        }
        return String.join(" ", parts);
    }

    private static LongVector times(long... values) {
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, values.length);
        for (long value : values) {
            times.append(value);
        }
        return times;
    }
}
