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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InParallelTest {
    private static final List<Integer> THINGS = IntStream.range(0, 1000).boxed().toList();

    @Test
    void answersInTheOrderOfTheThings() throws IOException {
        assertThat(InParallel.map(THINGS, "test", thing -> 2 * thing))
                .isEqualTo(THINGS.stream().map(thing -> 2 * thing).toList());
        assertThat(InParallel.map(List.of(), "test", thing -> thing)).isEmpty();
    }

    @Test
    void asksSeveralThingsAtOnce() throws IOException {
        CountDownLatch both = new CountDownLatch(2);
        assertThat(InParallel.map(List.of(1, 2), "test", thing -> {
                    both.countDown();
                    try {
                        both.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return thing;
                }))
                .containsExactly(1, 2);
    }

    @Test
    void throwsTheFirstErrorAndAsksNoFurther() {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> InParallel.map(THINGS, "test", thing -> {
                    asked.incrementAndGet();
                    if (thing >= 3) {
                        throw new IOException("of " + thing);
                    }
                    return thing;
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("of 3");
        // Each of the threads may have begun one when the first one failed.
        assertThat(asked.get()).isLessThan(3 + 9);
    }

    @Test
    void stopsWhenTheCallerIsInterrupted() {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> InParallel.map(THINGS, "test", thing -> {
                    try {
                        interrupted.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return thing;
                }))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        interrupted.countDown();
    }
}
