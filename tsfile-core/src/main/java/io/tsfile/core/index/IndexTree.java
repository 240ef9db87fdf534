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
package io.tsfile.core.index;

import io.tsfile.core.index.bytes.IndexBytes;
import io.tsfile.core.index.bytes.NameCache;
import io.tsfile.core.index.bytes.ReadAhead;
import io.tsfile.core.io.InputFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Goes down a file's index, from the roots in its metadata to the series of a device. Not thread-safe.
 *
 * <p>The index stands in a file in this order, which is why neighbours are read together:
 *
 * <pre>
 *   series of the first device, series of the second ...   (behind many series of one device, nodes over them)
 *   the first device's root, the second's ...              one block per leaf of devices
 *   leaves of devices, nodes over them                     level by level
 *   the file's metadata, with the roots
 * </pre>
 */
final class IndexTree {
    /** Of a device with more blocks of series, 256 in each, the series are packed. */
    private static final int FEW_BLOCKS = 4;
    /** Packed series are read so many bytes at a time: long arrays are hard to find room for. */
    private static final int PIECE_BYTES = 256 << 10;

    private final String path;
    private final FileMetadata metadata;
    private final ReadAhead deviceNodes;
    private final ReadAhead measurementNodes;
    private final ReadAhead series;
    private final NameCache names = new NameCache();
    /** The last way down to a device, without the root: the next question is often about a neighbour. */
    private final List<Reached> way = new ArrayList<>();

    IndexTree(String path, InputFile input, FileMetadata metadata, int aheadBytes) {
        this.path = path;
        this.metadata = metadata;
        this.deviceNodes = new ReadAhead(path, input, aheadBytes);
        this.measurementNodes = new ReadAhead(path, input, aheadBytes);
        this.series = new ReadAhead(path, input, aheadBytes);
    }

    /**
     * Where the root of a device's measurements stands.
     *
     * @param limit where the roots of its neighbours end
     */
    record Place(long start, long end, long limit) {
        static Place of(IndexNode leaf, int child) {
            return new Place(leaf.childStart(child), leaf.childEnd(child), leaf.childEnd(leaf.size() - 1));
        }
    }

    /** The file, for messages. */
    String path() {
        return path;
    }

    private record Reached(long start, IndexNode node) {}

    FileMetadata metadata() {
        return metadata;
    }

    /** Reads a child of a node of devices that is no leaf. */
    IndexNode child(IndexNode node, int child) throws IOException {
        long from = node.childStart(child);
        IndexBytes bytes = deviceNodes.read(from, node.childEnd(child), metadata.end());
        IndexNode read = IndexNode.ofDevices(bytes, metadata.keys(), metadata.start(), from);
        if (read.size() == 0) {
            // Of such, any number of ways could lead to any number of them, and the walk would see no device twice.
            throw bytes.damaged("a node of devices before this, and not an empty one");
        }
        return read;
    }

    /** Where a device is, or null if the file does not have it. */
    @Nullable
    Place find(IDeviceID device) throws IOException {
        IndexNode node = metadata.rootOf(device);
        for (int depth = 0; node != null; depth++) {
            int child = node.floor(device);
            if (child < 0) {
                return null;
            }
            if (node.isLeaf()) {
                return node.device(child).equals(device) ? Place.of(node, child) : null;
            }
            node = childOnWay(depth, node, child);
        }
        return null;
    }

    private IndexNode childOnWay(int depth, IndexNode node, int child) throws IOException {
        long start = node.childStart(child);
        if (depth < way.size() && way.get(depth).start == start) {
            return way.get(depth).node;
        }
        IndexNode reached = child(node, child);
        way.subList(depth, way.size()).clear();
        way.add(new Reached(start, reached));
        return reached;
    }

    /** What the index says of all series of a device. */
    DeviceChunks chunks(IDeviceID device, Place place) throws IOException {
        IndexNode root = measurements(place);
        if (root.size() > FEW_BLOCKS || !root.isLeaf()) {
            PackedSeries packed = new PackedSeries(metadata.start());
            return DeviceChunks.of(path, device, pack(device, root, place, packed), packed);
        }
        List<SeriesChunks> found = new ArrayList<>();
        if (root.size() > 0) {
            addSeries(root.childStart(0), root.childEnd(root.size() - 1), place, null, found);
        }
        return DeviceChunks.of(path, device, found);
    }

    /** Reads all series in pieces, puts them together, and returns that of the times; null if there is none. */
    private @Nullable SeriesChunks pack(IDeviceID device, IndexNode root, Place place, PackedSeries packed)
            throws IOException {
        SeriesChunks times = null;
        Deque<NodeStep> steps = new ArrayDeque<>();
        steps.push(new NodeStep(root, 0));
        long end = 0;
        for (NodeStep step = steps.peek(); step != null; step = steps.peek()) {
            IndexNode node = step.node;
            if (step.next == node.size()) {
                steps.pop();
            } else if (!node.isLeaf()) {
                IndexNode child = measurements(node, step.next++);
                // As long as places ascend, the walk comes to none twice.
                if (child.size() == 0 || (child.isLeaf() && child.childStart(0) < end)) {
                    throw damaged(device, place);
                }
                steps.push(new NodeStep(child, 0));
            } else {
                long from = node.childStart(step.next);
                while (step.next < node.size() && (end <= from || node.childEnd(step.next) - from <= PIECE_BYTES)) {
                    end = node.childEnd(step.next++);
                }
                SeriesChunks found = packed.add(series.read(from, end, Math.max(end, place.start())));
                times = times == null ? found : times;
            }
        }
        return times;
    }

    /** What the index says of some series of a device, and of its times if they have a series of their own. */
    DeviceChunks chunks(IDeviceID device, Place place, Set<String> measurements) throws IOException {
        Set<String> wanted = new TreeSet<>(measurements);
        wanted.add("");
        IndexNode root = measurements(place);
        List<SeriesChunks> found = new ArrayList<>();
        Set<Long> read = new HashSet<>();
        for (String measurement : wanted) {
            IndexNode node = root;
            int child = node.floor(measurement);
            while (child >= 0 && !node.isLeaf()) {
                node = measurements(node, child);
                child = node.floor(measurement);
            }
            if (child >= 0 && read.add(node.childStart(child))) {
                addSeries(node.childStart(child), node.childEnd(child), place, wanted, found);
            }
        }
        return DeviceChunks.of(path, device, found);
    }

    /** The root of a device's measurements. */
    IndexNode measurements(Place place) throws IOException {
        return measurements(measurementNodes, place.start(), place.end(), place.limit());
    }

    /** What the index says of the series of one block. */
    List<SeriesChunks> series(IndexNode leaf, int child, Place place) throws IOException {
        List<SeriesChunks> found = new ArrayList<>();
        addSeries(leaf.childStart(child), leaf.childEnd(child), place, null, found);
        return found;
    }

    private void addSeries(long from, long to, Place place, @Nullable Set<String> wanted, List<SeriesChunks> found)
            throws IOException {
        IndexBytes bytes = series.read(from, to, Math.max(to, place.start()));
        // A block starts anywhere among its device's measurements; repeated names are those of the same place.
        for (int i = 0; bytes.remaining() > 0; i++) {
            SeriesChunks one = new SeriesChunks(bytes, names, i, metadata.start());
            if (wanted == null || wanted.contains(one.measurement())) {
                found.add(one);
            }
        }
    }

    /** Reads a child of a node of measurements that is no leaf. */
    IndexNode measurements(IndexNode node, int child) throws IOException {
        // Not through the window over the roots, which stand elsewhere.
        return measurements(series, node.childStart(child), node.childEnd(child), node.childEnd(node.size() - 1));
    }

    private IndexNode measurements(ReadAhead reads, long from, long to, long limit) throws IOException {
        IndexBytes bytes = reads.read(from, to, limit);
        IndexNode node = IndexNode.ofMeasurements(bytes, metadata.keys(), metadata.start(), from);
        if (!node.isLeaf() && node.size() == 0) {
            throw bytes.damaged("a node of measurements before this, and not an empty one");
        }
        return node;
    }

    private RuntimeException damaged(IDeviceID device, Place place) {
        return new IndexBytes(path, new byte[0], 0, 0, place.start())
                .damaged("nodes over the measurements of device " + device
                        + " that are not empty and stand behind each other");
    }
}
