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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimePartitioningTest {
    private static final long WEEK = 604_800_000L;

    @Test
    void countsWeeksFromTheEpoch() {
        TimePartitioning weeks = TimePartitioning.defaultFor(TimePrecision.MILLIS);

        assertThat(weeks.interval()).isEqualTo(WEEK);
        assertThat(TimePartitioning.defaultFor(TimePrecision.NANOS).interval()).isEqualTo(WEEK * 1_000_000);
        assertThat(weeks.partition(0)).isZero();
        assertThat(weeks.partition(WEEK - 1)).isZero();
        assertThat(weeks.partition(WEEK)).isEqualTo(1);
        assertThat(weeks.partition(-1)).isEqualTo(-1);
        assertThat(weeks.partition(-WEEK)).isEqualTo(-1);
        assertThat(weeks.end(0)).isEqualTo(WEEK - 1);
        assertThat(weeks.end(-1)).isEqualTo(-1);
        assertThat(weeks.folder(-1)).isEqualTo("-1/");
    }

    @Test
    void onePartitionHoldsAllTimesWithoutAnInterval() {
        assertThat(TimePartitioning.NONE.partition(Long.MIN_VALUE)).isZero();
        assertThat(TimePartitioning.NONE.partition(Long.MAX_VALUE)).isZero();
        assertThat(TimePartitioning.NONE.end(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(TimePartitioning.NONE.folder(0)).isEmpty();
    }

    @Test
    void refusesANegativeInterval() {
        assertThatThrownBy(() -> new TimePartitioning(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endsOfTimeLieInTheOutermostPartitions() {
        for (long interval : new long[] {1, 2, 3, WEEK, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
            checkEnd(interval, Long.MIN_VALUE);
            checkEnd(interval, Long.MIN_VALUE + 1);
            checkEnd(interval, -1);
            checkEnd(interval, 0);
            checkEnd(interval, Long.MAX_VALUE - 1);
            checkEnd(interval, Long.MAX_VALUE);
        }
    }

    @Property
    void anEndIsTheLastTimeOfItsPartition(@ForAll @LongRange(min = 1) long interval, @ForAll long time) {
        checkEnd(interval, time);
    }

    private static void checkEnd(long interval, long time) {
        TimePartitioning partitioning = new TimePartitioning(interval);
        long partition = partitioning.partition(time);
        BigInteger next = BigInteger.valueOf(partition).add(BigInteger.ONE).multiply(BigInteger.valueOf(interval));
        long expected = next.subtract(BigInteger.ONE)
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();

        assertThat(partitioning.end(partition))
                .as("interval %d, time %d", interval, time)
                .isEqualTo(expected);
        assertThat(expected).isGreaterThanOrEqualTo(time);
        assertThat(partitioning.partition(expected)).isEqualTo(partition);
    }
}
