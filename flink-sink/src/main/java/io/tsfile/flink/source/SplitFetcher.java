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
package io.tsfile.flink.source;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.CountingFileStore;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.scan.RowKey;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.table.TableOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads splits, one after the other, in a thread of its own, which is started with the first split and opens and closes all files.
 */
final class SplitFetcher implements Runnable {
    /** One is shown by the task, one waits, and one is being merged. */
    private static final int BATCHES_AHEAD = 1;

    private final ReadSettings settings;
    private final ReadFormat<?> format;
    private final Handover<Fetched> handover = new Handover<>(BATCHES_AHEAD);
    private final BlockingQueue<TsFileSplit> splits = new LinkedBlockingQueue<>();
    private final Thread thread;

    SplitFetcher(ReadSettings settings, ReadFormat<?> format, int subtask) {
        this.settings = settings;
        this.format = format;
        this.thread = new Thread(this, "tsfile-source-" + subtask);
        thread.setDaemon(true);
    }

    /** Where its results are. */
    Handover<Fetched> handover() {
        return handover;
    }

    void add(TsFileSplit split) {
        splits.add(split);
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Ends the thread, and waits until it has closed its files. */
    void close() {
        handover.close();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try (FileStore store = settings.location().open()) {
            CountingFileStore counted = new CountingFileStore(store);
            boolean wanted = true;
            while (wanted) {
                wanted = read(counted, splits.take());
            }
        } catch (InterruptedException e) {
            // Closed.
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            handover.fail(e);
        }
    }

    /** Says what to do where files of a commit were cleaned up before it was read. */
    private TsFileConnectorException explained(TsFileConnectorException failure, TsFileSplit split) {
        boolean gone = failure.getCause() instanceof FileNotFoundException
                || (failure.getCause() != null && failure.getCause().getCause() instanceof FileNotFoundException);
        if (!gone || settings.range().isBounded()) {
            return failure;
        }
        return new TsFileConnectorException(
                "Cannot deliver the rows of commit " + split.commit() + " of "
                        + settings.location().uri() + ": a file was compacted away and deleted before it was read."
                        + " Raise the table's option '" + TableOptions.RETENTION
                        + "' above the longest time that this job is behind or down, and start it without its state,"
                        + " with a snapshot first or from a newer commit",
                failure);
    }

    /** Reads a split to its end; false if nobody wants its rows any more. */
    private boolean read(CountingFileStore store, TsFileSplit split) throws IOException, InterruptedException {
        SplitPosition position = split.position();
        long left = split.limit() - position.rows();
        for (int place = position.section(); place < split.sections().size() && left > 0; place++) {
            RowKey last = place == position.section() ? position.last() : null;
            ScanTask task = task(split, place);
            int batchRows = (int) Math.min(settings.batchRows(), left);
            try (SectionBatches batches = open(store, split, task, last, batchRows)) {
                while (left > 0) {
                    ReadBatch batch = batches.next(left);
                    if (batch == null) {
                        break;
                    }
                    left -= batch.rows();
                    if (!handover.put(new Fetched.Rows(split.splitId(), place, batch, store.takeBytes()))) {
                        return false;
                    }
                }
            }
        }
        return handover.put(new Fetched.End(split.splitId(), store.takeBytes()));
    }

    private SectionBatches open(
            FileStore store, TsFileSplit split, ScanTask task, @Nullable RowKey last, int batchRows)
            throws IOException {
        try {
            return format.open(store, task, last, batchRows);
        } catch (TsFileConnectorException e) {
            throw explained(e, split);
        }
    }

    private ScanTask task(TsFileSplit split, int place) {
        SplitSection section = split.sections().get(place);
        return new ScanTask(
                settings.location(),
                split.schema(),
                new ArrayList<>(format.columns().fields(split.schema())),
                section.cut(),
                settings.devices(),
                new ArrayList<>(section.files()));
    }
}
