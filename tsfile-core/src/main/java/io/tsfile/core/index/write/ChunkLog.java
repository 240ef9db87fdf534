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
package io.tsfile.core.index.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.StringArrayDeviceID;
import org.apache.tsfile.utils.PublicBAOS;
import org.jspecify.annotations.Nullable;

/**
 * All chunks of a file that is being written, as bytes: one record per chunk group. Gives them back device by device in
 * ascending order. Not thread-safe.
 *
 * <p>Groups come in ascending order of device within one drain, and start again with the next. Each such run is sorted
 * already, so what is left to do at the end is a merge of as many runs as there were drains:
 *
 * <pre>
 *   log:   a b c f | a c d | b f          runs end where a device is below the one before
 *   merge: a a, b b, c c, d, f f          one device at a time, its groups in the order in which they were written
 * </pre>
 */
final class ChunkLog {
    private final RecordLog groups = new RecordLog();
    /** Where runs start but the first. */
    private final List<RecordLog.Mark> starts = new ArrayList<>();

    private final PublicBAOS group = new PublicBAOS();
    private @Nullable IDeviceID device;
    private int chunks;
    private int groupCount;

    /** Starts a group; the one before is complete. */
    void startGroup(IDeviceID next) throws IOException {
        endGroup();
        if (device != null && next.compareTo(device) < 0) {
            starts.add(groups.end());
        }
        device = next;
        groupCount++;
        next.serialize(group);
    }

    /** Adds a chunk to the group. */
    void add(ChunkRecord chunk) throws IOException {
        chunk.write(group);
        chunks++;
    }

    /** Completes the last group. */
    void endGroup() {
        if (device != null && group.size() > 0) {
            groups.append(group.getBuf(), group.size());
            group.reset();
        }
    }

    /** How many chunks there are. */
    int chunks() {
        return chunks;
    }

    /** How many groups there are. */
    int groups() {
        return groupCount;
    }

    /** Bytes of memory. */
    long bytes() {
        return groups.bytes() + group.getBuf().length + 48L * starts.size();
    }

    /** The devices with their chunks; nothing is added any more. */
    DeviceWalk devices() {
        return new DeviceWalk();
    }

    /** Walks over the devices in ascending order. */
    final class DeviceWalk {
        private final PriorityQueue<Run> runs = new PriorityQueue<>(
                Comparator.<Run, IDeviceID>comparing(run -> run.device).thenComparing(run -> run.number));
        private @Nullable IDeviceID current;
        private List<ChunkRecord> records = List.of();

        private DeviceWalk() {
            RecordLog.Mark from = RecordLog.Mark.START;
            for (int i = 0; i <= starts.size(); i++) {
                RecordLog.Mark to = i < starts.size() ? starts.get(i) : groups.end();
                RecordLog.Cursor cursor = groups.cursor(from, to);
                if (cursor.hasNext()) {
                    runs.add(new Run(i, cursor));
                }
                from = to;
            }
        }

        /** Moves to the next device; false at the end. */
        boolean next() {
            records = new ArrayList<>();
            Run first = runs.peek();
            if (first == null) {
                return false;
            }
            IDeviceID next = first.device;
            current = next;
            for (Run run = first; run != null && run.device.equals(next); run = runs.peek()) {
                runs.poll();
                run.take(records);
                if (run.advance()) {
                    runs.add(run);
                }
            }
            records.sort(Comparator.comparing(ChunkRecord::measurement));
            return true;
        }

        /** The device. */
        IDeviceID device() {
            if (current == null) {
                throw new IllegalStateException("Cannot name a device before next()");
            }
            return current;
        }

        /** Its chunks in the order of their measurements, those of one measurement in the order in which they were written. */
        List<ChunkRecord> chunks() {
            return records;
        }
    }

    /** Groups in ascending order of device, and the first that is not taken. */
    private static final class Run {
        private final int number;
        private final RecordLog.Cursor cursor;
        private ByteBuffer record;
        private IDeviceID device;

        Run(int number, RecordLog.Cursor cursor) {
            this.number = number;
            this.cursor = cursor;
            this.record = cursor.next();
            this.device = StringArrayDeviceID.deserialize(record);
        }

        void take(List<ChunkRecord> records) {
            while (record.hasRemaining()) {
                records.add(ChunkRecord.read(record));
            }
        }

        boolean advance() {
            if (!cursor.hasNext()) {
                return false;
            }
            record = cursor.next();
            device = StringArrayDeviceID.deserialize(record);
            return true;
        }
    }
}
