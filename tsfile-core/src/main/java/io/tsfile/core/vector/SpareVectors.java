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
package io.tsfile.core.vector;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;

/**
 * Vectors whose values nobody needs any more, for other values: to clear and fill new arrays takes longer than to write to some that
 * are still in the processor's caches, and those are no work for the collector. Not thread-safe, unless nothing is kept.
 */
public final class SpareVectors {
    /** Keeps none. */
    public static final SpareVectors NONE = new SpareVectors(0);

    private final long mostBytes;
    private final Map<TSDataType, Deque<Vector>> vectors = new EnumMap<>(TSDataType.class);
    private long bytes;

    /**
     * Starts without any.
     *
     * @param mostBytes of heap that are kept; what is given beyond that is dropped
     */
    public SpareVectors(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** An empty vector with room for {@code size} values, the caller's. */
    public Vector take(TSDataType type, int size) {
        Deque<Vector> spare = vectors.get(type);
        Vector last = spare == null ? null : spare.poll();
        if (last == null) {
            return Vector.of(type, size);
        }
        bytes -= last.bytes();
        // One that is too short makes room for one that is not.
        return last.hasRoom(size) ? last : Vector.of(type, size);
    }

    /** Takes over a vector, to which nobody else may hold on, nor to its arrays. */
    public void give(Vector vector) {
        long all = bytes + vector.bytes();
        if (vector.isShared() || all > mostBytes) {
            return;
        }
        Deque<Vector> spare = vectors.get(vector.type());
        if (spare == null) {
            spare = new ArrayDeque<>();
            vectors.put(vector.type(), spare);
        }
        vector.clear();
        spare.push(vector);
        bytes = all;
    }
}
