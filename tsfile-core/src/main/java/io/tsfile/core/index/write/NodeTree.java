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
package io.tsfile.core.index.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.enums.MetadataIndexNodeType;
import org.apache.tsfile.utils.PublicBAOS;
import org.apache.tsfile.utils.ReadWriteForEncodingUtils;
import org.apache.tsfile.utils.ReadWriteIOUtils;

/**
 * Nodes over entries that come in ascending order, level by level until one is left: the root, which is not written but
 * handed out. Not thread-safe; can be used again after {@link #finish}.
 *
 * <p>A node ends where the next one's first child starts; the last one of a level, where that level's children end.
 */
final class NodeTree {
    private final IndexOutput out;
    private final int degree;
    private final MetadataIndexNodeType leaf;
    private final MetadataIndexNodeType internal;
    private final PublicBAOS entries = new PublicBAOS();
    private byte[] firstKey = new byte[0];
    private int size;
    private List<Node> finished = new ArrayList<>();

    private record Node(byte[] firstKey, byte[] bytes) {}

    /**
     * A tree.
     *
     * @param degree entries of a node at most
     */
    NodeTree(IndexOutput out, int degree, MetadataIndexNodeType leaf, MetadataIndexNodeType internal) {
        this.out = out;
        this.degree = degree;
        this.leaf = leaf;
        this.internal = internal;
    }

    /** Adds an entry for what will be written next. */
    void add(byte[] key) throws IOException {
        add(key, leaf);
    }

    /** Writes all nodes but the root, and returns that. */
    byte[] finish() throws IOException {
        MetadataIndexNodeType type = leaf;
        while (true) {
            endNode(type);
            List<Node> level = finished;
            finished = new ArrayList<>();
            if (level.size() == 1) {
                return level.get(0).bytes;
            }
            type = internal;
            for (Node node : level) {
                add(node.firstKey, type);
                out.write(node.bytes);
            }
        }
    }

    private void add(byte[] key, MetadataIndexNodeType type) throws IOException {
        if (size == degree) {
            endNode(type);
        }
        if (size == 0) {
            firstKey = key;
        }
        entries.write(key);
        ReadWriteIOUtils.write(out.position(), entries);
        size++;
    }

    private void endNode(MetadataIndexNodeType type) throws IOException {
        PublicBAOS node = new PublicBAOS(entries.size() + 16);
        ReadWriteForEncodingUtils.writeUnsignedVarInt(size, node);
        entries.writeTo(node);
        ReadWriteIOUtils.write(out.position(), node);
        node.write(type.serialize());
        finished.add(new Node(firstKey, node.toByteArray()));
        entries.reset();
        size = 0;
    }
}
