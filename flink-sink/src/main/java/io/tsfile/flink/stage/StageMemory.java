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
package io.tsfile.flink.stage;

import io.tsfile.core.flush.FlushOptions;

/**
 * Shares the memory of one subtask out to its stages, in fixed parts: they run in tasks of their own, which know nothing of each
 * other but that the network between them has room.
 *
 * <pre>
 * 1/2  rows in the memtable, and the last time of each device in each file
 * 1/8  the order of the device that is being sorted
 * 1/8  messages on their way from one stage to the next, which are copied a few times
 * 1/8  messages that are being encoded
 * 1/8  what is known of the chunks in open files
 * </pre>
 *
 * @param total bytes
 */
record StageMemory(long total) {
    /** Flink writes messages above 5 MiB to a disk where it puts them together. */
    private static final long MOST_MESSAGE_BYTES = 4L << 20;
    /** With less, chunks are too short and files too many. */
    private static final long LEAST_MESSAGE_BYTES = 64L << 10;

    /** With more, long rows would not be cheaper. */
    private static final long MOST_PACKED_BYTES = 256L << 10;

    private static final long MOST_ROOM_BYTES = 256L << 10;

    private static final long LEAST_METADATA_BYTES = 1L << 20;

    /** For what the buffer holds. */
    long buffer() {
        return total / 2;
    }

    /** For the last times among that; with more, the files of the interval are closed, and the times forgotten. */
    long lastTimes() {
        return Math.max(LEAST_METADATA_BYTES, total / 4);
    }

    /** For the rows among that; with more, the buffer drains. */
    long rows(long lastTimesBytes) {
        return Math.max(total / 4, buffer() - lastTimesBytes);
    }

    /**
     * What the buffer makes free when it is full: more than a message, so that the next stage is woken up for several, and less than
     * what the network between the two holds, so that it need not wait.
     */
    long room() {
        return Math.min(MOST_ROOM_BYTES, total / 64);
    }

    /** For the order of one device; where sorting takes more, the buffer drains. */
    long sort() {
        return total / 8;
    }

    /** For rows in front of the exchange; of a task that may be another one. */
    long pack() {
        return Math.max(LEAST_MESSAGE_BYTES, Math.min(MOST_MESSAGE_BYTES, total / 32));
    }

    /** For the rows of a message through the exchange: little of the memory behind it. */
    long packedMessage() {
        return Math.max(1, Math.min(MOST_PACKED_BYTES, total / 128));
    }

    /** For messages that are being encoded. */
    long tickets() {
        return total / 8;
    }

    /** The options within these bounds: how long messages are, and what is known of open files. */
    FlushOptions bound(FlushOptions options) {
        long message = Math.max(LEAST_MESSAGE_BYTES, Math.min(MOST_MESSAGE_BYTES, total / 32));
        return options.withGroupBytes(Math.min(options.groupBytes(), message))
                .withMetadataBytes(Math.min(options.metadataBytes(), Math.max(LEAST_METADATA_BYTES, total / 8)));
    }
}
