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

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.index.bytes.DeviceKeys;
import io.tsfile.core.index.bytes.IndexBytes;
import io.tsfile.core.model.DeviceScope;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Walks over devices of a file in ascending order; reads the index as it goes, some way ahead: of those that are asked for
 * by name, only the way to each. Not thread-safe.
 *
 * <p>A file of format 3 has its devices in another order: of such a file, all are read at first.
 */
public final class DeviceCursor {
    private final IndexTree tree;
    private final Iterator<Map.Entry<String, IndexNode>> roots;
    private final DeviceScope scope;
    private final @Nullable IDeviceID from;
    private final @Nullable Iterator<IDeviceID> named;
    /** From a root down to a leaf, each with the child that is next. */
    private final Deque<NodeStep> steps = new ArrayDeque<>();

    /** What all devices below the current root belong to. */
    private String table = "";

    private @Nullable Iterator<Found> sorted;
    private @Nullable Found current;

    private record Found(IDeviceID device, IndexTree.Place place) {}

    DeviceCursor(IndexTree tree, Map<String, IndexNode> roots, DeviceScope scope) throws IOException {
        this.tree = tree;
        this.roots = roots.entrySet().iterator();
        this.scope = scope;
        this.from = scope instanceof DeviceScope.Between between ? between.from() : null;
        this.named = scope instanceof DeviceScope.Exactly exactly
                ? exactly.devices().stream()
                        .filter(device -> roots.containsKey("") || roots.containsKey(device.getTableName()))
                        .iterator()
                : null;
        if (named == null && tree.metadata().keys() == DeviceKeys.PATH) {
            sorted = sort();
        }
        advance();
    }

    /** The device, or null at the end. */
    public @Nullable IDeviceID current() {
        return current == null ? null : current.device;
    }

    /**
     * The chunks of the current device.
     *
     * @throws IllegalStateException at the end
     */
    public DeviceChunks chunks() throws IOException {
        if (current == null) {
            throw new IllegalStateException("Cannot read the chunks of a device behind the last one");
        }
        return tree.chunks(current.device, current.place);
    }

    /**
     * A walk over the series of the current device, which goes on whatever becomes of this one.
     *
     * @throws IllegalStateException at the end
     */
    public SeriesCursor series() throws IOException {
        if (current == null) {
            throw new IllegalStateException("Cannot read the series of a device behind the last one");
        }
        return new SeriesCursor(tree, current.device, current.place);
    }

    /** Moves to the next device. */
    public void advance() throws IOException {
        if (sorted != null) {
            current = sorted.hasNext() ? sorted.next() : null;
            return;
        }
        Found before = current;
        current = nextInScope();
        if (before != null && current != null && before.device.compareTo(current.device) >= 0) {
            throw damaged(
                    current, "devices in ascending order, and not " + current.device + " behind " + before.device);
        }
    }

    private @Nullable Found nextInScope() throws IOException {
        while (named != null && named.hasNext()) {
            IDeviceID device = named.next();
            IndexTree.Place place = tree.find(device);
            if (place != null) {
                return new Found(device, place);
            }
        }
        Found found = named == null ? next() : null;
        while (found != null && !scope.contains(found.device)) {
            if (scope instanceof DeviceScope.Between between
                    && between.to() != null
                    && between.to().compareTo(found.device) <= 0) {
                return null;
            }
            found = next();
        }
        return found;
    }

    /** Goes to where the devices of the scope begin, past what is before them. */
    private NodeStep step(IndexNode node) {
        return new NodeStep(node, from == null || sortsLater() ? 0 : Math.max(0, node.floor(from)));
    }

    private boolean sortsLater() {
        return tree.metadata().keys() == DeviceKeys.PATH;
    }

    private @Nullable Found next() throws IOException {
        while (true) {
            NodeStep step = steps.peek();
            if (step == null) {
                if (!roots.hasNext()) {
                    return null;
                }
                Map.Entry<String, IndexNode> root = roots.next();
                table = root.getKey();
                steps.push(step(root.getValue()));
            } else if (step.next == step.node.size()) {
                steps.pop();
            } else {
                int child = step.next++;
                if (step.node.isLeaf()) {
                    Found found = new Found(step.node.device(child), IndexTree.Place.of(step.node, child));
                    if (!table.isEmpty() && !table.equals(found.device.getTableName())) {
                        throw damaged(found, "a device of " + table + ", and not " + found.device);
                    }
                    return found;
                }
                steps.push(step(tree.child(step.node, child)));
            }
        }
    }

    private Iterator<Found> sort() throws IOException {
        List<Found> all = new ArrayList<>();
        long before = 0;
        for (Found one = next(); one != null; one = next()) {
            // As long as places ascend, the walk comes to none twice.
            if (one.place.start() <= before) {
                throw damaged(one, "the place of " + one.device + " behind the one before, at " + before);
            }
            before = one.place.start();
            if (scope.contains(one.device)) {
                all.add(one);
            }
        }
        Collections.sort(all, Comparator.comparing(Found::device));
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).device.equals(all.get(i - 1).device)) {
                throw damaged(all.get(i), "each device once, and not " + all.get(i).device + " twice");
            }
        }
        return all.iterator();
    }

    private CorruptTsFileException damaged(Found found, String expected) {
        return new IndexBytes(tree.path(), new byte[0], 0, 0, found.place.start()).damaged(expected);
    }
}
