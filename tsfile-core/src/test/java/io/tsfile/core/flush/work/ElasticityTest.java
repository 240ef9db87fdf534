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
package io.tsfile.core.flush.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.work.Elasticity.Advice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of 800 units of time, observations of 100. */
class ElasticityTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 1", "4, 2", "8, 4"})
    void beginsInTheMiddle(int most, int first) {
        assertThat(elasticity(most, 0).first()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, -50, Long.MAX_VALUE - 120})
    void growsWhereWorkersHardlyWait(long origin) {
        Elasticity busy = elasticity(4, origin);
        busy.passed(1, 0, origin + 92);
        busy.passed(0, 1, origin + 100);
        assertThat(busy.advise(2, 1, origin + 99))
                .as("not observed for long enough")
                .isEqualTo(Advice.STAY);
        assertThat(busy.advise(4, 1, origin + 100)).as("no more than possible").isEqualTo(Advice.STAY);
        assertThat(busy.advise(2, 0, origin + 100)).as("nothing to do for it").isEqualTo(Advice.STAY);
        assertThat(busy.advise(2, 1, origin + 100)).isEqualTo(Advice.GROW);
        assertThat(busy.advise(3, 1, origin + 150)).as("observed anew").isEqualTo(Advice.STAY);
    }

    @Test
    void shrinksWhereWorkersMostlyWait() {
        Elasticity idle = elasticity(4, 0);
        idle.passed(1, 0, 45);
        idle.passed(0, 1, 100);
        assertThat(idle.advise(2, 1, 99)).isEqualTo(Advice.STAY);
        assertThat(idle.advise(2, 1, 100)).isEqualTo(Advice.SHRINK);
        assertThat(idle.advise(1, 1, 150)).as("observed anew").isEqualTo(Advice.STAY);
        idle.passed(0, 1, 250);
        assertThat(idle.advise(1, 0, 250)).as("the caller is there").isEqualTo(Advice.SHRINK);
    }

    @Test
    void staysBetweenTheTwo() {
        Elasticity stage = elasticity(4, 0);
        stage.passed(0, 0, 100);
        stage.passed(7, 1, 200);
        assertThat(stage.advise(2, 9, 800)).as("12.5 percent idle").isEqualTo(Advice.STAY);
        stage.passed(0, 59, 210);
        assertThat(stage.advise(2, 9, 800)).as("49.6 percent idle").isEqualTo(Advice.STAY);
        stage.passed(0, 2, 220);
        assertThat(stage.advise(2, 9, 800)).as("50.4 percent idle").isEqualTo(Advice.SHRINK);
    }

    @Test
    void forgetsWhatIsLongAgo() {
        Elasticity stage = elasticity(4, 0);
        stage.passed(1, 0, 10_000);
        stage.passed(0, 1, 10_500);
        assertThat(stage.advise(2, 9, 10_500))
                .as("of the last 800 it waited 500")
                .isEqualTo(Advice.SHRINK);
        stage.passed(0, 1, 20_000);
        stage.passed(1, 0, 21_000);
        assertThat(stage.advise(1, 9, 21_000)).isEqualTo(Advice.GROW);
    }

    @Test
    void countsOnlyWhatCameAfterTheLastChange() {
        Elasticity stage = elasticity(4, 0);
        stage.passed(0, 1, 100);
        assertThat(stage.advise(3, 1, 100)).isEqualTo(Advice.SHRINK);
        // The worker that stays was waiting before and after; then both were busy.
        stage.passed(0, 1, 105);
        stage.passed(1, 0, 200);
        assertThat(stage.advise(2, 1, 200)).isEqualTo(Advice.GROW);
    }

    /** Tasks may be longer than the time after which a worker says that it waited. */
    @Test
    void oneWhoWaitsIsNotOneTooManyWhereOthersHaveLongTasks() {
        Elasticity stage = elasticity(4, 0);
        stage.passed(2, 1, 100);
        assertThat(stage.advise(3, 0, 100)).isEqualTo(Advice.STAY);
        stage.passed(1, 2, 300);
        assertThat(stage.advise(3, 0, 300)).as("400 of 900 busy").isEqualTo(Advice.SHRINK);
    }

    @Test
    void callsAWorkerBackWhereThereIsNone() {
        Elasticity stage = elasticity(4, 0);
        assertThat(stage.advise(0, 5, 99)).isEqualTo(Advice.STAY);
        assertThat(stage.advise(0, 0, 100)).isEqualTo(Advice.STAY);
        assertThat(stage.advise(0, 5, 100)).isEqualTo(Advice.GROW);
        assertThat(elasticity(0, 0).advise(0, 5, 100)).as("none is possible").isEqualTo(Advice.STAY);
    }

    private static Elasticity elasticity(int most, long now) {
        return new Elasticity(most, 800, 100, now);
    }
}
