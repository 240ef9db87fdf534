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

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what a task does, and tells a listener now and then. Not thread-safe, but for what is counted when it is written: that
 * may be done by other threads than the caller's.
 */
final class CompactionMeter {
    /** Devices, or parts of them, between two calls of the listener. */
    private static final int STEP = 64;

    private final CompactionListener listener;
    private final long totalBytes;
    private final long totalPoints;
    private long points;
    private long parts;
    private long devices;
    private long chunksCopied;
    private long pagesCopied;
    private long pagesDecoded;
    private final AtomicLong rowsWritten = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();

    CompactionMeter(CompactionListener listener, CompactionTask task) {
        this.listener = listener;
        this.totalBytes = task.bytes();
        this.totalPoints =
                task.inputs().stream().mapToLong(input -> input.file().points()).sum();
    }

    void copiedChunk() {
        chunksCopied++;
    }

    void copiedPages(int pages) {
        pagesCopied += pages;
    }

    void decodedPage() {
        pagesDecoded++;
    }

    void wroteRows(long rows) {
        rowsWritten.addAndGet(rows);
    }

    void wroteBytes(long bytes) {
        bytesWritten.addAndGet(bytes);
    }

    /**
     * A device, or a part of one, is dealt with.
     *
     * @param first whether it is the device's first part
     * @param inputPoints how many values the inputs have of it
     */
    void part(boolean first, long inputPoints) {
        parts++;
        devices += first ? 1 : 0;
        points += inputPoints;
        if (parts % STEP == 0) {
            listener.progressed(progress(
                    totalPoints == 0 ? 0 : (long) (totalBytes * Math.min(1.0, (double) points / totalPoints))));
        }
    }

    /** The task is done. */
    void end() {
        listener.progressed(progress(totalBytes));
    }

    private CompactionProgress progress(long doneBytes) {
        return new CompactionProgress(
                doneBytes,
                totalBytes,
                devices,
                chunksCopied,
                pagesCopied,
                pagesDecoded,
                rowsWritten.get(),
                bytesWritten.get());
    }
}
