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
package io.tsfile.core.model;

import java.io.Serializable;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * A closed range of device buckets: devices of disjoint bucket ranges are different devices, so that files of different
 * writers of one job are known to be disjoint although their device ranges interleave.
 *
 * @param first the first bucket, at least 0
 * @param last the last bucket, below {@link #BUCKETS}
 */
public record BucketRange(int first, int last) implements Serializable {
    /** How many buckets there are; also the largest number of parallel writers that stay apart. */
    public static final int BUCKETS = 1 << 15;

    /** Every bucket. */
    public static final BucketRange ALL = new BucketRange(0, BUCKETS - 1);

    /** Checks the bounds. */
    public BucketRange {
        if (first < 0 || last >= BUCKETS || first > last) {
            throw new IllegalArgumentException("Cannot use device buckets " + first + " to " + last
                    + ": they lie in 0 to " + (BUCKETS - 1) + " and ascend");
        }
    }

    /**
     * The bucket of a device: the same in every process and release, because it goes into the table log.
     *
     * <p>{@link String#hashCode()} and {@link java.util.Arrays#hashCode(Object[])} are fixed by their documentation; the
     * finalizer spreads what differs only in low bits over all buckets (Austin Appleby's MurmurHash3, {@code fmix32}).
     */
    public static int bucket(IDeviceID device) {
        int hash = 1;
        for (int i = 0; i < device.segmentNum(); i++) {
            Object segment = device.segment(i);
            hash = 31 * hash + (segment == null ? 0 : segment.hashCode());
        }
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        hash ^= hash >>> 16;
        return hash & (BUCKETS - 1);
    }

    /** Whether both have a bucket in common. */
    public boolean overlaps(BucketRange other) {
        return first <= other.last && other.first <= last;
    }

    /** The smallest range that holds both. */
    public BucketRange union(BucketRange other) {
        return new BucketRange(Math.min(first, other.first), Math.max(last, other.last));
    }
}
