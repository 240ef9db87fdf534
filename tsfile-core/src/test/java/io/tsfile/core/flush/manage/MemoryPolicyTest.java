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
package io.tsfile.core.flush.manage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryPolicyTest {
    private static final MemoryPolicy POLICY = new MemoryPolicy(800);

    @ParameterizedTest(name = "{0} used and {1} more are {2}")
    @CsvSource({
        "0, 1, OPEN",
        "0, 700, OPEN",
        "0, 701, SLOW",
        "700, 1, SLOW",
        "0, 800, SLOW",
        "799, 1, SLOW",
        "800, 1, BLOCKED",
        "0, 801, BLOCKED",
        "900, 1, BLOCKED",
        "-5, 705, OPEN",
        "1, 9223372036854775807, BLOCKED"
    })
    void judgesByBytes(long used, long more, WriterState state) {
        assertThat(POLICY.state(used, more)).isEqualTo(state);
    }

    @Test
    void pausesLongerTheLessIsLeftAndNeverLong() {
        MemoryPolicy policy = new MemoryPolicy(8 << 20);
        long mark = 7 << 20;
        long bytes = 1000;
        assertThat(policy.pauseNanos(mark, bytes)).isZero();
        assertThat(policy.pauseNanos(mark - 1, bytes)).isZero();
        long half = policy.pauseNanos(mark + (1 << 19), bytes);
        long full = policy.pauseNanos(mark + (1 << 20), bytes);
        assertThat(half).isPositive();
        assertThat(full).isEqualTo(2 * half);
        assertThat(policy.pauseNanos(Long.MAX_VALUE, bytes)).as("bounded").isEqualTo(full);
        assertThat(policy.pauseNanos(Long.MAX_VALUE, Long.MAX_VALUE))
                .isEqualTo(Duration.ofMillis(100).toNanos());
    }

    @ParameterizedTest(name = "{3}: {0} wanted, {1} active, {2} leaving")
    @CsvSource({
        "700, 700, 0, false, seven eighths are not more than that",
        "701, 701, 0, true, active memtables alone fill most of it",
        "799, 500, 299, false, not full",
        "800, 400, 400, true, full and half of it active",
        "800, 399, 401, false, full but most is leaving already",
        "5000, 10, 790, false, ever smaller memtables would not help",
        "800, 10, 0, true, nothing else would free any",
        "800, 0, 0, false, nothing to hand over",
        "800, -10, 0, false, less than nothing"
    })
    void asksForHandOversOnlyWhereThatHelps(long wanted, long active, long leaving, boolean asks, String why) {
        assertThat(POLICY.needsHandOver(wanted, active, leaving)).as(why).isEqualTo(asks);
    }
}
