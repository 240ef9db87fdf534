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

import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.vector.LongVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

    FileRouter(TimePartitioning partitioning) {
        this.partitioning = partitioning;
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive) of a device go to the file of that partition and order. */
    record Route(long partition, int order, int from, int to) {}

    private record RoutedFile(int order, Map<IDeviceID, Long> lastTimes) {}

    /** Routes the rows of a device, whose times strictly ascend, and remembers that they went there. */
    List<Route> route(IDeviceID device, LongVector times) {
        List<Route> routes = new ArrayList<>(1);
        for (int from = 0; from < times.size(); ) {
            long partition = partitioning.partition(times.get(from));
            int to = firstAbove(times, from, times.size(), partitioning.end(partition));
            routePartition(device, times, partition, from, to, routes);
            from = to;
        }
        return routes;
    }

    /** Forgets all files: the next rows go to new ones, whose orders start at 0. */
    void reset() {
        sets.clear();
        nextOrder = 0;
    }

    private void routePartition(
            IDeviceID device, LongVector times, long partition, int from, int to, List<Route> routes) {
        List<RoutedFile> files = sets.computeIfAbsent(partition, p -> new ArrayList<>(1));
        Deque<Route> ascending = new ArrayDeque<>(1);
        int end = to;
        // Last times descend along the set, so each file takes the rows above its own and below its predecessor's.
        for (RoutedFile file : files) {
            Long last = file.lastTimes.get(device);
            int start = last == null ? from : firstAbove(times, from, end, last);
            if (start < end) {
                ascending.addFirst(new Route(partition, file.order, start, end));
                file.lastTimes.put(device, times.get(end - 1));
            }
            end = start;
        }
        if (end > from) {
            RoutedFile file = new RoutedFile(nextOrder++, new HashMap<>());
            if (files.size() == FILES_PER_SET) {
                files.clear();
            }
            files.add(file);
            file.lastTimes.put(device, times.get(end - 1));
            ascending.addFirst(new Route(partition, file.order, from, end));
        }
        routes.addAll(ascending);
    }

    /** The first position in {@code [from, to)} whose time is above {@code time}, or {@code to}. */
    private static int firstAbove(LongVector times, int from, int to, long time) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times.get(middle) > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
