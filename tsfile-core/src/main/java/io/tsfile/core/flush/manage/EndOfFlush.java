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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told, once the lock is released: events first, futures afterwards, so that who waits for a future finds the
 * event told.
 *
 * @param events of flushes that ended
 * @param futures that are done with the last event, or fail if there is a failure
 */
record EndOfFlush(
        List<FlushEvent> events,
        List<CompletableFuture<FlushEvent>> futures,
        @Nullable FlushFailedException failure) {
    /** Nothing ended yet. */
    static final EndOfFlush NOT_YET = new EndOfFlush(List.of(), List.of(), null);

    void tell(FlushNews news) {
        try {
            events.forEach(news::tell);
        } finally {
            complete();
        }
    }

    private void complete() {
        for (CompletableFuture<FlushEvent> future : futures) {
            if (failure != null) {
                future.completeExceptionally(failure);
            } else {
                future.complete(events.get(events.size() - 1));
            }
        }
    }
}
