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

import io.tsfile.core.flush.sort.TimeOrder;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.vector.LongVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Decides which file a row goes to. Not thread-safe.
 *
 * <p>Per time partition there is a set of files of rising order. A row goes to the first file whose last time of its
 * device is below the row's time, and to a new file if there is none:
 *
 * <pre>
 * arrivals of one device   10  20  15  30  15'  15''
 * file of order 0          10  20      30            last 30
 * file of order 1                  15                last 15
 * file of order 2                          15'       last 15
 * file of order 3                               15''
 * </pre>
 *
 * <p>So times strictly increase within a file (R1), and of two arrivals of one key the later one is in the file of the
 * higher order (R9). A full set is given up as a whole: giving up only its first file would send the next arrival of a
 * recent key to a file of a lower order than the one that holds the arrival before.
 */
final class FileRouter {
    /** Files of one set at most; with more, ever older late rows would keep ever more files open. */
    private static final int FILES_PER_SET = 4;

    private final TimePartitioning partitioning;
    private final Map<Long, List<RoutedFile>> sets = new HashMap<>();
    private int nextOrder;
    private long lateRows;

    FileRouter(TimePartitioning partitioning) {
        this.partitioning = partitioning;
    }

    /**
     * Where rows of a device go: of its series i, rows {@code from[i]} (inclusive) to {@code to[i]} (exclusive) go to the file
     * of that partition and order.
     */
    record Route(long partition, int order, int[] from, int[] to) {}

    /** Of devices that share a number, the greatest last time counts: that of one keeps some rows of the other out, no more. */
    private record RoutedFile(int order, DeviceNumbers lastTimes) {}

    /**
     * Routes the rows of a device and remembers that they went there.
     *
     * @param series the times of the rows; several vectors where measurements have times of their own. The times of each
     *     strictly ascend
     * @return routes in ascending order of time
     */
    List<Route> route(IDeviceID device, List<LongVector> series) {
        long hash = DeviceNumbers.hash(device);
        List<Route> routes = new ArrayList<>(1);
        int[] ends = series.stream().mapToInt(LongVector::size).toArray();
        int[] from = new int[ends.length];
        while (!Arrays.equals(from, ends)) {
            long partition = partitioning.partition(firstTime(series, from, ends));
            int[] to = firstAbove(series, from, ends, partitioning.end(partition));
            routePartition(hash, series, partition, from, to, routes);
            from = to;
        }
        return routes;
    }

    /** The order of the next new file. */
    int nextOrder() {
        return nextOrder;
    }

    /**
     * Keeps rows of a device out of files below an order, at these times and at those before them in their time partitions.
     *
     * @param times strictly ascending
     */
    void keepOut(IDeviceID device, LongVector times, int belowOrder) {
        long hash = DeviceNumbers.hash(device);
        for (int from = 0, to; from < times.size(); from = to) {
            long partition = partitioning.partition(times.get(from));
            to = TimeOrder.firstAbove(times.values(), from, times.size(), partitioning.end(partition));
            long last = times.get(to - 1);
            for (RoutedFile file : sets.getOrDefault(partition, List.of())) {
                boolean isOut = file.lastTimes.contains(hash) && file.lastTimes.get(hash) >= last;
                // Last times still descend along the set: they are raised from its begin on.
                if (file.order < belowOrder && !isOut) {
                    file.lastTimes.put(hash, last);
                }
            }
        }
    }

    /** Forgets all files: the next rows go to new ones, whose orders start at 0. */
    void reset() {
        sets.clear();
        nextOrder = 0;
    }

    /** How many rows went to another file than the first one of their set, because they came late or again. */
    long lateRows() {
        return lateRows;
    }

    /** Bytes of heap for what it remembers: the last time of each device in each file. */
    long bytes() {
        long bytes = 0;
        for (List<RoutedFile> files : sets.values()) {
            for (RoutedFile file : files) {
                bytes += file.lastTimes.bytes();
            }
        }
        return bytes;
    }

    private void routePartition(
            long device, List<LongVector> series, long partition, int[] from, int[] to, List<Route> routes) {
        List<RoutedFile> files = sets.computeIfAbsent(partition, p -> new ArrayList<>(1));
        Deque<Route> ascending = new ArrayDeque<>(1);
        int[] end = to;
        // Last times descend along the set, so each file takes the rows above its own and below its predecessor's.
        for (RoutedFile file : files) {
            int[] start =
                    file.lastTimes.contains(device) ? firstAbove(series, from, end, file.lastTimes.get(device)) : from;
            if (!Arrays.equals(start, end)) {
                ascending.addFirst(new Route(partition, file.order, start, end));
                file.lastTimes.put(device, lastTime(series, start, end));
                lateRows += file == files.get(0) ? 0 : rows(start, end);
            }
            end = start;
        }
        if (!Arrays.equals(from, end)) {
            RoutedFile file = new RoutedFile(nextOrder++, new DeviceNumbers());
            lateRows += files.isEmpty() ? 0 : rows(from, end);
            if (files.size() == FILES_PER_SET) {
                files.clear();
            }
            files.add(file);
            file.lastTimes.put(device, lastTime(series, from, end));
            ascending.addFirst(new Route(partition, file.order, from, end));
        }
        routes.addAll(ascending);
    }

    /** Per series, the first position in {@code [from, to)} whose time is above {@code time}, or {@code to}. */
    private static int[] firstAbove(List<LongVector> series, int[] from, int[] to, long time) {
        int[] positions = new int[from.length];
        for (int i = 0; i < positions.length; i++) {
            // Measurements may share their times.
            positions[i] = i > 0 && series.get(i) == series.get(i - 1)
                    ? positions[i - 1]
                    : TimeOrder.firstAbove(series.get(i).values(), from[i], to[i], time);
        }
        return positions;
    }

    private static long rows(int[] from, int[] to) {
        long rows = 0;
        for (int i = 0; i < from.length; i++) {
            rows += to[i] - from[i];
        }
        return rows;
    }

    /** The least time in {@code [from, to)} of any series. */
    private static long firstTime(List<LongVector> series, int[] from, int[] to) {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < from.length; i++) {
            first = from[i] < to[i] ? Math.min(first, series.get(i).get(from[i])) : first;
        }
        return first;
    }

    /** The greatest time in {@code [from, to)} of any series. */
    private static long lastTime(List<LongVector> series, int[] from, int[] to) {
        long last = Long.MIN_VALUE;
        for (int i = 0; i < from.length; i++) {
            last = from[i] < to[i] ? Math.max(last, series.get(i).get(to[i] - 1)) : last;
        }
        return last;
    }
}
