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

import io.tsfile.core.flush.EncodeStage;
import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.FlushStage;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.SeriesPart;
import io.tsfile.core.flush.work.Share;
import io.tsfile.core.flush.work.StageMeter;
import io.tsfile.core.flush.work.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Encodes pieces of the devices of one sort task. Holds its share of the budget until the chunks are written. */
final class EncodeTask extends Task {
    private final Context context;
    private final SortTask origin;
    private final int steps;
    private final long bytes;
    private List<Piece> pieces;
    private List<Chunks> chunks = List.of();

    /**
     * What all encode tasks of a flush share.
     *
     * @param next measures the stage where the chunks wait
     */
    record Context(EncodeStage stage, MemoryBudget.Lease lease, StageMeter next, long taskBytes, StepHook hook) {}

    /**
     * What became of a piece.
     *
     * @param last whether no chunk of the same rows follows
     */
    record Chunks(EncodedSeries series, boolean last) {
        /** Bytes of heap, about. */
        long bytes() {
            return series.bytes() + Piece.CHUNK_BYTES * series.chunks().size();
        }
    }

    private EncodeTask(Context context, SortTask origin, List<Piece> pieces, long bytes) {
        super(new Share(context.lease));
        this.context = context;
        this.origin = origin;
        this.pieces = pieces;
        this.steps = pieces.size();
        this.bytes = bytes;
    }

    /** Cuts parts of the devices of a sort task into tasks, in order: small parts go together, large ones apart. */
    static List<EncodeTask> of(Context context, SortTask origin, List<SeriesPart> parts) {
        List<EncodeTask> tasks = new ArrayList<>();
        List<Piece> pieces = new ArrayList<>();
        long bytes = 0;
        for (SeriesPart part : parts) {
            for (Piece piece : Piece.of(part, context.taskBytes)) {
                if (!pieces.isEmpty() && bytes + piece.bytes() > context.taskBytes) {
                    tasks.add(new EncodeTask(context, origin, pieces, bytes));
                    pieces = new ArrayList<>();
                    bytes = 0;
                }
                pieces.add(piece);
                bytes += piece.bytes();
            }
        }
        if (!pieces.isEmpty()) {
            tasks.add(new EncodeTask(context, origin, pieces, bytes));
        }
        return tasks;
    }

    @Override
    protected void work() throws IOException {
        List<Chunks> made = new ArrayList<>(pieces.size());
        long madeBytes = 0;
        for (Piece piece : pieces) {
            at(piece.part().device());
            context.hook.before(FlushStage.ENCODE, piece.part().device());
            Chunks chunksOfPiece = new Chunks(piece.encode(context.stage), piece.isLast());
            madeBytes += chunksOfPiece.bytes();
            made.add(chunksOfPiece);
        }
        pieces = List.of();
        share().correct(madeBytes);
        context.next.arrived(madeBytes);
        origin.encoded();
        chunks = made;
    }

    @Override
    public int steps() {
        return steps;
    }

    /** The values are copied, and their chunks are hardly longer. */
    @Override
    public long estimate() {
        return 2 * bytes;
    }

    /** The outcome, once. */
    List<Chunks> takeChunks() {
        List<Chunks> taken = chunks;
        chunks = List.of();
        return taken;
    }
}
