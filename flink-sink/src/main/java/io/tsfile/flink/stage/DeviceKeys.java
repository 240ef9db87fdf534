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
package io.tsfile.flink.stage;

import io.tsfile.core.model.BucketRange;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Sends each device to one subtask, and neighbouring buckets to the same one.
 *
 * <p>Flink hashes a key to one of {@code maxParallelism} key groups and gives each subtask a range of them. The keys here
 * are chosen so that the key group is the device's bucket: then the files of two subtasks have disjoint bucket ranges, and
 * readers know from the log that they share no device.
 */
public final class DeviceKeys {
    /** The key groups that the operator behind the exchange must have. */
    public static final int MAX_PARALLELISM = BucketRange.BUCKETS;

    /** A key for each bucket, so that Flink's key group of it is the bucket. */
    private static final int[] KEY_OF_BUCKET = keys();

    private DeviceKeys() {}

    /**
     * The stream with all messages of a device in one subtask. It keeps no keyed state and is therefore not a keyed stream: no
     * state backend is opened for it, and batch jobs do not sort it, so that rows stay in the order of their arrival.
     */
    public static DataStream<PackedRows> distribute(DataStream<PackedRows> rows) {
        return new DataStream<>(
                rows.getExecutionEnvironment(),
                rows.keyBy(message -> key(message.bucket()), Types.INT).getTransformation());
    }

    static int key(int bucket) {
        return KEY_OF_BUCKET[bucket];
    }

    /** Tries one number after the other: some 400,000 of them until each bucket is hit. */
    private static int[] keys() {
        int[] keys = new int[MAX_PARALLELISM];
        Arrays.fill(keys, -1);
        for (int key = 0, missing = keys.length; missing > 0; key++) {
            int bucket = KeyGroupRangeAssignment.assignToKeyGroup(key, MAX_PARALLELISM);
            if (keys[bucket] < 0) {
                keys[bucket] = key;
                missing--;
            }
        }
        return keys;
    }
}
