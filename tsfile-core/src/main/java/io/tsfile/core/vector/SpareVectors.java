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
 * Vectors whose values nobody needs any more, for other values: arrays that were used a moment ago are in the processor's caches,
 * which new ones are not, and are no work for the collector. Not thread-safe.
 */
public final class SpareVectors {
    /** Keeps none; for any thread. */
    public static final SpareVectors NONE = new SpareVectors(0);

    private final long mostBytes;
    private final Map<TSDataType, Deque<Vector>> spare = new EnumMap<>(TSDataType.class);
    private long bytes;

    /**
     * No vectors yet.
     *
     * @param mostBytes heap of all at most; what is given beyond that is dropped
     */
    public SpareVectors(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Takes over a vector, to which nobody else may hold on, nor to its arrays. */
    public void give(Vector vector) {
        if (vector.isShared() || vector.bytes() > mostBytes - bytes) {
            return;
        }
        vector.clear();
        bytes += vector.bytes();
        spare.computeIfAbsent(vector.type(), type -> new ArrayDeque<>()).push(vector);
    }

    /** An empty vector with room for {@code size} values, the caller's. */
    public Vector take(TSDataType type, int size) {
        Deque<Vector> all = spare.get(type);
        Vector last = all == null ? null : all.poll();
        if (last == null) {
            return Vector.of(type, size);
        }
        bytes -= last.bytes();
        // One that is too short is of less and less use while series get longer.
        return last.hasRoom(size) ? last : Vector.of(type, size);
    }
}
