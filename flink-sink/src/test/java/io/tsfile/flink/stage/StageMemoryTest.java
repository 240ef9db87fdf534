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

import io.tsfile.core.flush.FlushOptions;
import org.junit.jupiter.api.Test;

class StageMemoryTest {
    /** Longer messages are put together on a disk. */
    private static final long FLINK_SPILLS_ABOVE = 5L << 20;

    @Test
    void givesOutNoMoreThanThereIs() {
        for (long total = 32L << 20; total <= 4L << 30; total *= 2) {
            StageMemory memory = new StageMemory(total);
            FlushOptions options = memory.bound(FlushOptions.DEFAULT);
            long inTransit = 4 * options.groupBytes();
            assertThat(memory.buffer() + memory.sort() + memory.tickets() + options.metadataBytes() + inTransit)
                    .isLessThanOrEqualTo(total);
            assertThat(memory.rows(0)).isEqualTo(memory.buffer());
            assertThat(memory.rows(memory.lastTimes()) + memory.lastTimes()).isLessThanOrEqualTo(memory.buffer());
        }
    }

    @Test
    void keepsMessagesShort() {
        assertThat(new StageMemory(1L << 40).bound(FlushOptions.DEFAULT).groupBytes())
                .isBetween(1L << 20, FLINK_SPILLS_ABOVE - 1);
    }

    @Test
    void keepsTighterBoundsOfTheUser() {
        FlushOptions tight = FlushOptions.DEFAULT.withGroupBytes(1000).withMetadataBytes(2000);
        assertThat(new StageMemory(1L << 30).bound(tight)).isEqualTo(tight);
    }

    @Test
    void stillWorksWithHardlyAny() {
        StageMemory memory = new StageMemory(1);
        FlushOptions options = memory.bound(FlushOptions.DEFAULT);
        assertThat(options.groupBytes()).isPositive();
        assertThat(options.metadataBytes()).isGreaterThan(options.groupBytes());
        assertThat(memory.rows(1_000_000)).isNotNegative();
    }
}
