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
package io.tsfile.core.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.testing.Threads;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(100);

    @Test
    void givesWhatItHasAndNoMore() {
        MemoryBudget.Lease first = budget.lease();
        MemoryBudget.Lease second = budget.lease();
        assertThat(first.tryAdd(60)).isTrue();
        assertThat(second.tryAdd(41)).isFalse();
        assertThat(second.bytes()).as("a refused request takes nothing").isZero();
        assertThat(second.tryAdd(40)).isTrue();
        assertThat(second.tryAdd(1)).isFalse();
        assertThat(budget.used()).isEqualTo(100);
        first.add(-10);
        assertThat(second.tryAdd(10)).isTrue();
        assertThat(budget.used()).isEqualTo(budget.limit());
    }

    @Test
    void countsWhatIsTakenAboveTheLimit() {
        MemoryBudget.Lease lease = budget.lease();
        lease.add(250);
        assertThat(budget.used()).isEqualTo(250);
        assertThat(budget.lease().tryAdd(0)).as("not even nothing is free").isFalse();
        lease.set(30);
        assertThat(budget.used()).isEqualTo(30);
        assertThat(budget.peak()).isEqualTo(250);
        assertThat(budget.lease().tryAdd(70)).isTrue();
    }

    @Test
    void getsAllBackThatAShareHeld() {
        MemoryBudget.Lease kept = budget.lease();
        kept.add(5);
        MemoryBudget.Lease lease = budget.lease();
        lease.add(50);
        lease.set(70);
        lease.close();
        lease.close();
        assertThat(lease.bytes()).isZero();
        assertThat(budget.used()).as("closed once more, it gives nothing").isEqualTo(5);
        lease.add(20);
        lease.close();
        assertThat(budget.used()).isEqualTo(5);
        assertThat(budget.peak()).isEqualTo(75);
    }

    @Test
    void refusesToBeEmpty() {
        assertThatThrownBy(() -> new MemoryBudget(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot make a memory budget of 0 bytes");
    }

    @Test
    void neverGivesThreadsMoreThanItHas() throws Exception {
        Threads.together(4, thread -> {
            Random random = new Random(thread);
            try (MemoryBudget.Lease lease = budget.lease()) {
                for (int i = 0; i < 20_000; i++) {
                    if (!lease.tryAdd(1 + random.nextInt(60))) {
                        lease.set(0);
                    }
                }
            }
            return thread;
        });
        assertThat(budget.used()).isZero();
        assertThat(budget.peak()).isBetween(1L, budget.limit());
    }
}
