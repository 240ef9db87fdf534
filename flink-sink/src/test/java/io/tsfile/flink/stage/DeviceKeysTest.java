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

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.BucketRange;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

class DeviceKeysTest {
    @Test
    void putsEachBucketIntoTheKeyGroupOfItsNumber() {
        for (int bucket = 0; bucket < BucketRange.BUCKETS; bucket++) {
            assertThat(KeyGroupRangeAssignment.assignToKeyGroup(DeviceKeys.key(bucket), DeviceKeys.MAX_PARALLELISM))
                    .isEqualTo(bucket);
        }
    }

    @Test
    void givesEachSubtaskOneRangeOfBuckets() {
        for (int parallelism : new int[] {1, 2, 3, 7, 128, 1000}) {
            for (int bucket = 0; bucket < BucketRange.BUCKETS; bucket++) {
                int subtask = KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        DeviceKeys.key(bucket), DeviceKeys.MAX_PARALLELISM, parallelism);
                KeyGroupRange range = KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                        DeviceKeys.MAX_PARALLELISM, parallelism, subtask);
                assertThat(range.contains(bucket)).isTrue();
            }
        }
    }
}
