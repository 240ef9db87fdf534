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
package io.tsfile.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.TimeRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeBoundsTest {
    private enum Comparison {
        AT_LEAST,
        ABOVE,
        AT_MOST,
        BELOW,
        EQUAL;

        void apply(TimeBounds bounds, long shown) {
            switch (this) {
                case AT_LEAST -> bounds.atLeast(shown);
                case ABOVE -> bounds.above(shown);
                case AT_MOST -> bounds.atMost(shown);
                case BELOW -> bounds.below(shown);
                case EQUAL -> bounds.equalTo(shown);
            }
        }

        boolean holds(long shown, long constant) {
            return switch (this) {
                case AT_LEAST -> shown >= constant;
                case ABOVE -> shown > constant;
                case AT_MOST -> shown <= constant;
                case BELOW -> shown < constant;
                case EQUAL -> shown == constant;
            };
        }
    }

    @Test
    void keepsExactlyTheTimesThatAreShownInside() {
        for (long scale : new long[] {1, 10}) {
            for (Comparison first : Comparison.values()) {
                for (Comparison second : Comparison.values()) {
                    for (long a = -25; a <= 25; a++) {
                        for (long b : new long[] {-20, -7, 0, 3, 20}) {
                            TimeBounds bounds = new TimeBounds(scale);
                            first.apply(bounds, a);
                            second.apply(bounds, b);
                            Optional<TimeRange> range = bounds.range();
                            for (long stored = -30; stored <= 30; stored++) {
                                long time = stored;
                                assertThat(range.map(r -> r.contains(time)).orElse(false))
                                        .as("%d, scale %d, %s %d and %s %d", stored, scale, first, a, second, b)
                                        .isEqualTo(first.holds(stored * scale, a) && second.holds(stored * scale, b));
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void holdsAtTheEndsOfTime() {
        for (long scale : new long[] {1, 1000}) {
            for (long end : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
                for (Comparison comparison : Comparison.values()) {
                    TimeBounds bounds = new TimeBounds(scale);
                    comparison.apply(bounds, end);
                    for (long stored : List.of(Long.MIN_VALUE / scale, -1L, 0L, 1L, Long.MAX_VALUE / scale)) {
                        assertThat(bounds.range().map(r -> r.contains(stored)).orElse(false))
                                .as("%d, scale %d, %s %d", stored, scale, comparison, end)
                                .isEqualTo(comparison.holds(stored * scale, end));
                    }
                }
            }
        }
    }

    @Test
    void holdsNothingAfterNever() {
        TimeBounds bounds = new TimeBounds(1);
        bounds.never();

        assertThat(bounds.range()).isEmpty();
    }
}
