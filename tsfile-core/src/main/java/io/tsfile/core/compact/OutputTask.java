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
package io.tsfile.core.compact;

import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.work.Share;
import io.tsfile.core.flush.work.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the chunks of some outputs that follow each other. Holds its share of the budget until they are written. What is done when
 * they are made is the queue's.
 */
final class OutputTask extends Task {
    /** Of a chunk besides its bytes: objects, statistics, headers. */
    private static final int CHUNK_BYTES = 512;

    private final OutputQueue queue;
    private final int steps;
    private final long bytes;
    private List<Output> outputs;
    private List<Made> made = List.of();

    private record Made(EncodedSeries series, Output.Writer writer) {}

    OutputTask(OutputQueue queue, Share share, List<Output> outputs, long bytes) {
        super(share);
        this.queue = queue;
        this.outputs = outputs;
        this.steps = outputs.size();
        this.bytes = bytes;
    }

    @Override
    protected void work() throws IOException {
        List<Made> all = new ArrayList<>(steps);
        long madeBytes = 0;
        for (Output output : outputs) {
            at(output.device());
            for (EncodedSeries series : output.maker().make()) {
                all.add(new Made(series, output.writer()));
                madeBytes +=
                        series.bytes() + (long) CHUNK_BYTES * series.chunks().size();
            }
        }
        outputs = List.of();
        share().correct(madeBytes);
        made = all;
    }

    @Override
    protected void completed() throws IOException {
        queue.writeMade();
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public long estimate() {
        return bytes;
    }

    /** Writes what was made, and gives all memory back. */
    void write() throws IOException {
        for (Made one : made) {
            one.writer.write(one.series);
        }
        made = List.of();
        share().release();
    }
}
