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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FlushException;
import io.tsfile.core.flush.FlushStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final RetryPolicy POLICY = new RetryPolicy(4, Duration.ofMillis(100), Duration.ofMillis(350));

    @Test
    void triesAgainWhatMayPass() {
        IOException io = new IOException("full");
        for (Throwable passing : List.of(
                io,
                new OutOfMemoryError("heap"),
                inFlush(io),
                inFlush(new UncheckedIOException(io)),
                inFlush(new OutOfMemoryError("heap")))) {
            assertThat(POLICY.allows(1, passing)).isTrue();
            assertThat(POLICY.allows(3, passing)).isTrue();
            assertThat(POLICY.allows(4, passing)).isFalse();
        }
    }

    @Test
    void doesNotTryAgainWhatTheRowsThemselvesCause() {
        assertThat(POLICY.allows(1, new UncheckedIOException(new IOException("of an installation"))))
                .isFalse();
        for (Throwable lasting : List.of(
                new TsFileConnectorException("bad row"),
                new IllegalStateException("too long"),
                new AssertionError("bug"))) {
            assertThat(POLICY.allows(1, lasting)).isFalse();
            assertThat(POLICY.allows(1, inFlush(lasting))).isFalse();
        }
    }

    @Test
    void pausesLongerEachTime() {
        assertThat(List.of(1, 2, 3, 4, 5, 100, Integer.MAX_VALUE))
                .extracting(tries -> Duration.ofNanos(POLICY.pauseNanos(tries)).toMillis())
                .containsExactly(100L, 200L, 350L, 350L, 350L, 350L, 350L);
        RetryPolicy atOnce = new RetryPolicy(4, Duration.ZERO, Duration.ofDays(36_500));
        assertThat(atOnce.pauseNanos(50)).isZero();
        RetryPolicy long100Years = new RetryPolicy(4, Duration.ofDays(30), Duration.ofDays(36_500));
        assertThat(long100Years.pauseNanos(50))
                .isEqualTo(Duration.ofDays(36_500).toNanos());
    }

    private static FlushException inFlush(Throwable cause) {
        return new FlushException(FlushStage.IO, null, null, cause);
    }
}
