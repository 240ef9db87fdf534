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
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the series of one device in ascending order of their measurements, one block of the index after the other: memory
 * holds one block, however many series the device has. Not thread-safe.
 */
public final class SeriesCursor {
    private final IndexTree tree;
    private final IDeviceID device;
    private final IndexTree.Place place;
    /** From the root down to the leaf that has the next block. */
    private final Deque<NodeStep> steps = new ArrayDeque<>();

    private final boolean aligned;
    /** The measurement that the next block starts with; null if there is none. */
    private @Nullable String next;

    private List<SeriesChunks> block = List.of();
    /** How many of the block were handed out. */
    private int taken;

    SeriesCursor(IndexTree tree, IDeviceID device, IndexTree.Place place) throws IOException {
        this.tree = tree;
        this.device = device;
        this.place = place;
        steps.push(new NodeStep(tree.measurements(place), 0));
        find();
        this.aligned = next != null && next.isEmpty();
    }

    /** Whether the device's series share their times. */
    public boolean aligned() {
        return aligned;
    }

    /** Whether series are left. */
    public boolean hasNext() {
        return taken < block.size() || next != null;
    }

    /**
     * Reads the next block if nothing is left of the one before.
     *
     * @return the measurement that is the first one behind the block; null if there is none
     */
    public @Nullable String limit() throws IOException {
        if (taken == block.size() && next != null) {
            load(next);
        }
        return next;
    }

    /**
     * Hands out what is left of the block.
     *
     * @param limit only measurements before this one; all if null
     */
    public DeviceChunks take(@Nullable String limit) {
        int from = taken;
        while (taken < block.size()
                && (limit == null || block.get(taken).measurement().compareTo(limit) < 0)) {
            taken++;
        }
        return DeviceChunks.of(tree.path(), device, block.subList(from, taken));
    }

    private void load(String first) throws IOException {
        NodeStep leaf = steps.element();
        int child = leaf.next++;
        block = List.of();
        block = tree.series(leaf.node, child, place);
        taken = 0;
        find();
        checkOrder(first, leaf.node.childStart(child));
    }

    /** Goes to the leaf that has the next block. */
    private void find() throws IOException {
        next = null;
        for (NodeStep step = steps.peek(); step != null; step = steps.peek()) {
            if (step.next == step.node.size()) {
                steps.pop();
            } else if (step.node.isLeaf()) {
                next = step.node.measurement(step.next);
                return;
            } else {
                int child = step.next++;
                IndexNode node = tree.measurements(step.node, child);
                if (node.size() == 0) {
                    throw damaged(step.node.childStart(child), "a node with measurements", "");
                }
                steps.push(new NodeStep(node, 0));
            }
        }
    }

    /** Whoever walks over several files takes it for certain that no measurement comes back. */
    private void checkOrder(String first, long start) {
        String expected = first;
        for (int i = 0; i < block.size(); i++) {
            String measurement = block.get(i).measurement();
            boolean right = i == 0 ? measurement.equals(first) : measurement.compareTo(expected) > 0;
            if (!right) {
                throw damaged(start, (i == 0 ? "measurement '" : "one behind '") + expected + "'", measurement);
            }
            expected = measurement;
        }
        if (block.isEmpty() || (next != null && next.compareTo(expected) <= 0)) {
            throw damaged(start, "measurements from '" + first + "' up to and without '" + next + "'", expected);
        }
    }

    private RuntimeException damaged(long start, String expected, String found) {
        return new IndexBytes(tree.path(), new byte[0], 0, 0, start)
                .damaged("of device " + device + " " + expected + ", and not '" + found + "'");
    }
}
