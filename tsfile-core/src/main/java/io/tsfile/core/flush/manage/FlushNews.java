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

import io.tsfile.core.flush.FlushStats;
import io.tsfile.core.flush.StageStats;
import io.tsfile.core.model.DataFile;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of flushes that ended: a line in the log, and the listener. */
final class FlushNews {
    private static final Logger LOG = LoggerFactory.getLogger(FlushNews.class);

    private final FlushListener listener;

    FlushNews(FlushListener listener) {
        this.listener = listener;
    }

    void tell(FlushEvent event) {
        FlushStats stats = event.stats();
        LOG.info(
                "{} '{}' up to {} ({}): {} memtables of {} bytes, {} rows, {} points to {} files of {} bytes;"
                        + " ms: waited {}, sort {}, encode {}, io {}, flush {}, install {}; {} + {} tries",
                event.failure().isPresent() ? "Could not flush" : "Flushed",
                event.table(),
                event.sequence(),
                event.reasons().stream().map(Object::toString).collect(Collectors.joining(", ")),
                event.memTables(),
                event.rawBytes(),
                stats.rows(),
                stats.points(),
                event.files().size(),
                event.files().stream().mapToLong(DataFile::length).sum(),
                millis(event.waitNanos()),
                millis(stats.sort()),
                millis(stats.encode()),
                millis(stats.io()),
                millis(event.flushNanos()),
                millis(event.installNanos()),
                event.attempts(),
                event.installAttempts());
        event.failure().ifPresent(failure -> LOG.warn("Rows of '{}' stay in memory", event.table(), failure));
        try {
            listener.flushed(event);
        } catch (Throwable e) { // a listener must not stop flushes, whatever it throws
            LOG.warn("The listener failed at a flush of '{}'; going on", event.table(), e);
        }
    }

    private static long millis(StageStats stats) {
        return millis(stats.wallNanos());
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
