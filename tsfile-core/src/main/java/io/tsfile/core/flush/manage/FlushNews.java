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
        // A log that throws does not keep the listener from hearing, nor a listener anybody from anything.
        try {
            log(event);
        } finally {
            tellListener(event);
        }
    }

    private void tellListener(FlushEvent event) {
        try {
            listener.flushed(event);
        } catch (Throwable e) {
            LOG.warn("The listener failed at a flush of '{}'; going on", event.table(), e);
        }
    }

    private static void log(FlushEvent event) {
        if (event.failure().isPresent()) {
            LOG.warn(
                    "Could not flush '{}' ({}): {} memtables of {} bytes, up to hand-over {}, stay in memory after {}"
                            + " ms; tries: flush {}, install {}",
                    event.table(),
                    reasons(event),
                    event.memTables(),
                    event.rawBytes(),
                    event.sequence(),
                    millis(event.flushNanos() + event.installNanos()),
                    event.attempts(),
                    event.installAttempts(),
                    event.failure().get());
            return;
        }
        FlushStats stats = event.stats();
        LOG.info(
                "Flushed '{}' ({}): {} memtables of {} bytes, up to hand-over {}, to {} files of {} bytes; {} rows, {}"
                        + " points; in ms: wait {}, flush {} (sort {}, encode {}, io {}), install {}; tries: flush {},"
                        + " install {}",
                event.table(),
                reasons(event),
                event.memTables(),
                event.rawBytes(),
                event.sequence(),
                event.files().size(),
                event.files().stream().mapToLong(DataFile::length).sum(),
                stats.rows(),
                stats.points(),
                millis(event.waitNanos()),
                millis(event.flushNanos()),
                millis(stats.sort().wallNanos()),
                millis(stats.encode().wallNanos()),
                millis(stats.io().wallNanos()),
                millis(event.installNanos()),
                event.attempts(),
                event.installAttempts());
    }

    private static String reasons(FlushEvent event) {
        return event.reasons().stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
