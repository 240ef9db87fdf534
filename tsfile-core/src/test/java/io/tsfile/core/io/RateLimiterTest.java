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
package io.tsfile.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.testing.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a clock that stands still while nobody waits. */
class RateLimiterTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<Long> pausesMillis = new ArrayList<>();
    private final RateLimiter limiter = new RateLimiter(1000, nanos::get, this::pause);

    private void pause(long wait) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pausesMillis.add(TimeUnit.NANOSECONDS.toMillis(wait));
        nanos.addAndGet(wait);
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void letsBytesThroughAtTheRate() throws IOException {
        for (int i = 0; i < 10; i++) {
            limiter.acquire(500);
        }
        // The first one uses what is saved up, and a request waits for those before it alone.
        assertThat(pausesMillis).isEqualTo(List.of(400L, 500L, 500L, 500L, 500L, 500L, 500L, 500L, 500L));
    }

    @Test
    void savesNoMoreThanATenthOfASecond() throws IOException {
        limiter.acquire(100);
        pass(60_000);
        limiter.acquire(100);
        assertThat(pausesMillis).isEmpty();
        limiter.acquire(100);
        limiter.acquire(1);
        assertThat(pausesMillis).isEqualTo(List.of(100L));
    }

    @Test
    void letsThroughWhatIsLargerThanTheRate() throws IOException {
        limiter.acquire(5000);
        assertThat(pausesMillis).isEmpty();
        limiter.acquire(1);
        assertThat(pausesMillis).isEqualTo(List.of(4900L));
    }

    @Test
    void endsTheWaitOfAnInterruptedThread() throws IOException {
        limiter.acquire(5000);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> limiter.acquire(1))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageContaining("1000 bytes per second");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void countsAllThreads() throws Exception {
        AtomicLong waited = new AtomicLong();
        // Nobody moves the clock, so the last debt tells of all before it.
        RateLimiter shared = new RateLimiter(1000, nanos::get, wait -> waited.accumulateAndGet(wait, Math::max));
        Threads.together(4, thread -> {
            for (int i = 0; i < 250; i++) {
                shared.acquire(1);
            }
            return thread;
        });
        assertThat(waited.get()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1000 - 1 - 100));
    }

    @Test
    void limitsWhatIsReadAndWritten(@TempDir Path folder) throws IOException {
        try (FileStore store =
                new LimitedFileStore(StoreLocation.of(folder.toString()).open(), limiter)) {
            try (FileStore below = store.child("below");
                    OutputFile file = below.create("a")) {
                file.write(new byte[600]);
                file.write(new byte[400]);
                file.write(7);
            }
            try (InputFile file = store.open("below/a")) {
                byte[] read = new byte[1001];
                file.readFully(0, read, 0, read.length);
                assertThat(read[1000]).isEqualTo((byte) 7);
            }
        }
        assertThat(pausesMillis).isEqualTo(List.of(500L, 400L, 1L));
        assertThat(limiter.total()).isEqualTo(2 * 1001);
    }

    @Test
    void keepsTheWordOfTheStoreBelow(@TempDir Path folder) throws IOException {
        try (FileStore store =
                        new LimitedFileStore(StoreLocation.of(folder.toString()).open(), limiter);
                Closeable lock = store.lock("lock")) {
            assertThat(lock).isNotNull();
            OutputFile file = store.create("a");
            file.write(7);
            file.sync();
            file.abandon();
            assertThat(store.read("a")).containsExactly(7);
        }
    }

    @Test
    void refusesARateThatLetsNothingThrough() {
        assertThatThrownBy(() -> new RateLimiter(0)).hasMessageStartingWith("Cannot limit to 0 bytes per second");
    }

    @Test
    void isOneForAllOfTheSameRate() {
        assertThat(RateLimiter.ofProcess(77)).isSameAs(RateLimiter.ofProcess(77));
        assertThat(RateLimiter.ofProcess(78).bytesPerSecond()).isEqualTo(78);
    }
}
