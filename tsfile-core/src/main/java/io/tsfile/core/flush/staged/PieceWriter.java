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
package io.tsfile.core.flush.staged;

import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.FlushStage;
import io.tsfile.core.flush.IoStage;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.SortStage;
import io.tsfile.core.flush.work.Share;
import io.tsfile.core.flush.work.StageMeter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the outcome of encode tasks, which come in order; the pieces of a part are joined before. Owned by the caller of the
 * flush.
 */
final class PieceWriter {
    private final SortStage sort;
    private final IoStage io;
    private final MemoryBudget.Lease metadata;
    private final StageMeter meter;
    private final StepHook hook;
    /** The part whose last piece has not come yet, and what the tasks hold whose pieces are in it. */
    private @Nullable EncodedSeries begun;

    private final List<Share> held = new ArrayList<>();
    private @Nullable IDeviceID device;
    private long rows;
    private long points;

    PieceWriter(SortStage sort, IoStage io, MemoryBudget.Lease metadata, StageMeter meter, StepHook hook) {
        this.sort = sort;
        this.io = io;
        this.metadata = metadata;
        this.meter = meter;
        this.hook = hook;
    }

    void write(EncodeTask task) throws IOException {
        meter.taken(task.share().bytes());
        for (EncodeTask.Chunks chunks : task.takeChunks()) {
            begun = begun == null ? chunks.series() : begun.with(chunks.series());
            if (chunks.last()) {
                write(begun);
                begun = null;
            }
        }
        held.add(task.share());
        if (begun == null) {
            held.forEach(Share::release);
            held.clear();
        }
        metadata.set(io.metadataBytes() + sort.bytes());
    }

    /** Whose chunks were written last. */
    @Nullable
    IDeviceID device() {
        return device;
    }

    /** Rows written. */
    long rows() {
        return rows;
    }

    /** Values written that are not null. */
    long points() {
        return points;
    }

    private void write(EncodedSeries series) throws IOException {
        // A row of the tree model is only there where a value is, and readers stumble over empty groups.
        if (!sort.isWritten(series)) {
            return;
        }
        long start = System.nanoTime();
        meter.begin();
        try {
            device = series.device();
            hook.before(FlushStage.IO, device);
            io.write(series);
        } finally {
            meter.end(1, start, System.nanoTime());
        }
        rows += series.rows();
        points += series.points();
    }
}
