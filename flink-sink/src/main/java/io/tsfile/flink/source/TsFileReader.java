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

import io.tsfile.core.scan.RowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Gives out the rows of splits in the task's thread, while another thread merges the next ones. It asks for a split whenever it holds
 * none, and only then.
 */
final class TsFileReader<T> implements SourceReader<T, TsFileSplit> {
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final SourceReaderContext context;
    private final ReadFormat<T> format;
    private final SplitFetcher fetcher;
    private final Counter rowsRead;
    private final Counter bytesRead;
    private final Counter batchesRead;
    /** What is not finished, with the positions up to {@link #batch}, which comes on top. */
    private final Map<String, TsFileSplit> splits = new LinkedHashMap<>();

    private Fetched.@Nullable Rows batch;
    /** Of the batch, how many rows have left. */
    private int shown;

    private ReadFormat.@Nullable Rows<T> rows;
    private @Nullable TsFileSplit rowsOf;
    private final CommitOutput<T> commits = new CommitOutput<>();
    private @Nullable SourceOutput<T> commitOutput;
    private long unitsPerMilli = 1;
    private boolean noMoreSplits;

    TsFileReader(SourceReaderContext context, ReadFormat<T> format, SplitFetcher fetcher) {
        this.context = context;
        this.format = format;
        this.fetcher = fetcher;
        this.rowsRead = context.metricGroup().getIOMetricGroup().getNumRecordsInCounter();
        this.bytesRead = context.metricGroup().getIOMetricGroup().getNumBytesInCounter();
        this.batchesRead = context.metricGroup().counter("batches");
    }

    @Override
    public void start() {
        if (splits.isEmpty()) {
            context.sendSplitRequest();
        }
    }

    @Override
    public void addSplits(List<TsFileSplit> added) {
        List<TsFileSplit> oldestFirst = added.stream()
                .sorted(Comparator.comparingLong(TsFileSplit::commit))
                .toList();
        for (TsFileSplit split : oldestFirst) {
            splits.put(split.splitId(), split);
            fetcher.add(split);
        }
    }

    @Override
    public void notifyNoMoreSplits() {
        noMoreSplits = true;
        fetcher.handover().wake();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof CommitDone done) {
            commits.done(done.commit());
        }
    }

    /**
     * Does nothing: there is one split at a time, so that the operator itself pauses a reader that is ahead. What it may want to pause
     * here is ahead only as long as a commit is not finished, and must go on for that.
     */
    @Override
    public void pauseOrResumeSplits(Collection<String> splitsToPause, Collection<String> splitsToResume) {}

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        Fetched.Rows current = batch;
        if (current != null) {
            emit(current);
            return InputStatus.MORE_AVAILABLE;
        }
        Fetched fetched = fetcher.handover().poll();
        if (fetched == null) {
            return noMoreSplits && splits.isEmpty() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
        }
        bytesRead.inc(fetched.bytes());
        if (fetched instanceof Fetched.Rows next) {
            open(next, output);
        } else {
            finish(fetched.splitId(), output);
        }
        return InputStatus.MORE_AVAILABLE;
    }

    private void open(Fetched.Rows next, ReaderOutput<T> output) {
        TsFileSplit split = splitOf(next.splitId());
        if (rows == null || rowsOf == null || !rowsOf.schema().equals(split.schema())) {
            rows = format.rows(split.schema());
        }
        if (rowsOf == null || !rowsOf.splitId().equals(split.splitId())) {
            commitOutput = commits.rows(split.commit(), output);
            unitsPerMilli = split.schema().precision().unit().convert(1, TimeUnit.MILLISECONDS);
        }
        rowsOf = split;
        rows.bind(next.batch());
        batchesRead.inc();
        batch = next;
        shown = 0;
    }

    private void emit(Fetched.Rows current) {
        if (rows == null || commitOutput == null) {
            throw new IllegalStateException("Cannot show a batch that was not opened");
        }
        int row = shown++;
        rowsRead.inc();
        commitOutput.collect(rows.get(row), millis(current.batch().times().get(row)));
        if (shown == current.batch().rows()) {
            splits.put(current.splitId(), reached(splitOf(current.splitId()), current));
            batch = null;
        }
    }

    private void finish(String splitId, ReaderOutput<T> output) {
        splits.remove(splitId);
        // The operator made one for each split; nothing was put there.
        output.releaseOutputForSplit(splitId);
        if (splits.isEmpty() && !noMoreSplits) {
            context.sendSplitRequest();
        }
    }

    private long millis(long time) {
        return unitsPerMilli == 1 ? time : Math.floorDiv(time, unitsPerMilli);
    }

    private TsFileSplit splitOf(String splitId) {
        TsFileSplit split = splits.get(splitId);
        if (split == null) {
            throw new IllegalStateException("Cannot show rows of split " + splitId + ", which nobody added");
        }
        return split;
    }

    /** The split behind those rows of the batch that have left. */
    private TsFileSplit reached(TsFileSplit split, Fetched.Rows current) {
        if (shown == 0) {
            return split;
        }
        ReadBatch read = current.batch();
        RowKey last = new RowKey(read.device(), read.times().get(shown - 1));
        return split.at(new SplitPosition(current.section(), last, split.position().rows() + shown));
    }

    @Override
    public List<TsFileSplit> snapshotState(long checkpoint) {
        Fetched.Rows current = batch;
        List<TsFileSplit> state = new ArrayList<>();
        for (TsFileSplit split : splits.values()) {
            state.add(
                    current != null && current.splitId().equals(split.splitId()) ? reached(split, current) : split);
        }
        return state;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        boolean end = noMoreSplits && splits.isEmpty();
        return batch != null || end ? NOW : fetcher.handover().available();
    }

    @Override
    public void close() {
        fetcher.close();
    }
}
