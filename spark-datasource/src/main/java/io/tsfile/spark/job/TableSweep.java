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
package io.tsfile.spark.job;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one thing to many tables with a bounded number of threads of the driver. A table costs the read of its log's newest state, and more
 * only where there is something to do. One that fails does not keep the others. Used once, by one thread; {@link #cancel} by any.
 */
final class TableSweep {
    private static final Logger LOG = LoggerFactory.getLogger(TableSweep.class);

    private final Opener opener;
    private final TableWork work;
    private final int threads;
    private final PrintWriter out;
    private final AtomicInteger idle = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean cancelled;

    /** Opens a table's folder. */
    @FunctionalInterface
    interface Opener {
        FileStore open(StoreLocation location) throws IOException;
    }

    /**
     * A sweep.
     *
     * @param threads tables at once
     * @param out where lines for people go
     */
    TableSweep(Opener opener, TableWork work, int threads, PrintWriter out) {
        this.opener = opener;
        this.work = work;
        this.threads = threads;
        this.out = out;
    }

    /** Works on all of them. */
    ExitCode run(List<JobTable> tables) throws InterruptedException {
        long start = System.nanoTime();
        AtomicInteger number = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, tables.size())), job -> {
            Thread thread = new Thread(job, "tables-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        ExitCode worst = ExitCode.OK;
        try {
            List<Future<ExitCode>> results = new ArrayList<>();
            for (JobTable table : tables) {
                results.add(pool.submit((Callable<ExitCode>) () -> on(table)));
            }
            for (Future<ExitCode> result : results) {
                worst = worst.worse(result.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            // After an interrupt of the caller, no table is begun, and those under way end.
            cancelled = true;
            work.cancel();
            pool.shutdown();
        }
        out.printf(
                Locale.ROOT,
                "%d tables in %.1f s: %d had nothing to do, %d done, %d failed%n",
                idle.get() + done.get() + failed.get(),
                (System.nanoTime() - start) / 1e9,
                idle.get(),
                done.get(),
                failed.get());
        out.flush();
        return worst;
    }

    /** Ends it soon. */
    void cancel() {
        cancelled = true;
        work.cancel();
    }

    private ExitCode on(JobTable table) {
        if (cancelled) {
            return ExitCode.OK;
        }
        try (FileStore store = opener.open(table.location())) {
            Optional<Snapshot> newest = Table.snapshotIfThere(store, TimeRange.ALL);
            if (newest.isEmpty()) {
                if (!table.mustExist()) {
                    return ExitCode.OK;
                }
                throw new TsFileConnectorException("Cannot find table " + table.name() + " in "
                        + table.location().uri() + ": there is none. Check its name, and the warehouse");
            }
            String what = work.on(table, store, newest.get());
            if (what.isEmpty()) {
                idle.incrementAndGet();
            } else {
                done.incrementAndGet();
                say(table.name() + ": " + what);
            }
            return ExitCode.OK;
        } catch (DamagedTableException e) {
            done.incrementAndGet();
            say(table.name() + ": " + e.getMessage());
            return ExitCode.DAMAGED;
        } catch (CommitConflictException e) {
            return failed(table, e, ExitCode.CONFLICT);
        } catch (IOException | RuntimeException | Error e) {
            return failed(table, e, ExitCode.FAILED);
        }
    }

    private ExitCode failed(JobTable table, Throwable failure, ExitCode code) {
        failed.incrementAndGet();
        LOG.error("Table {} failed", table.name(), failure);
        say(table.name() + ": failed: " + failure.getMessage());
        return code;
    }

    /** One line; several threads say some. */
    private void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
