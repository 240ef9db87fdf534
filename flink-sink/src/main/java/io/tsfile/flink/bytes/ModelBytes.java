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
package io.tsfile.flink.bytes;

import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.model.Version;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Writes and reads the parts that messages are made of: big-endian numbers, UTF-8 with its length before it. */
public final class ModelBytes {
    private static final int NULL = -1;
    /** Read at once: of damaged bytes a length may be anything, and must not take the memory. */
    private static final int FIRST_BYTES = 4 << 20;

    private static final int FIRST_ELEMENTS = 1024;

    /** No range that starts after it can end there. */
    private static final long SEVERAL_RANGES = -1;

    private static final int ALL_DEVICES = 0;
    private static final int EXACT_DEVICES = 1;
    private static final int DEVICES_BETWEEN = 2;
    private static final int DEVICES_BELOW = 3;

    private ModelBytes() {}

    /** Writes the length and the bytes. */
    public static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Reads what {@link #writeBytes} wrote. */
    public static byte[] readBytes(DataInput in) throws IOException {
        return readBytes(count(in.readInt()), in);
    }

    private static byte[] readBytes(int length, DataInput in) throws IOException {
        byte[] bytes = new byte[Math.min(length, FIRST_BYTES)];
        in.readFully(bytes);
        while (bytes.length < length) {
            int from = bytes.length;
            bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * from));
            in.readFully(bytes, from, bytes.length - from);
        }
        return bytes;
    }

    private static int count(int read) throws IOException {
        if (read < 0) {
            throw new IOException("Cannot read " + read + " bytes or elements of a message: the bytes are damaged");
        }
        return read;
    }

    private static <T extends @Nullable Object> List<T> list(int count) throws IOException {
        return new ArrayList<>(Math.min(count(count), FIRST_ELEMENTS));
    }

    /** Writes a text of any length. */
    public static void writeString(String text, DataOutput out) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    /** Reads what {@link #writeString} wrote. */
    public static String readString(DataInput in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    /** Writes a device by its segments, which may be null. */
    public static void writeDevice(IDeviceID device, DataOutput out) throws IOException {
        List<@Nullable String> segments = Devices.segments(device);
        out.writeInt(segments.size());
        for (String segment : segments) {
            if (segment == null) {
                out.writeInt(NULL);
            } else {
                writeString(segment, out);
            }
        }
    }

    /** Reads what {@link #writeDevice} wrote. */
    public static IDeviceID readDevice(DataInput in) throws IOException {
        int count = in.readInt();
        List<@Nullable String> segments = list(count);
        for (int i = 0; i < count; i++) {
            int length = in.readInt();
            if (length == NULL) {
                segments.add(null);
            } else {
                segments.add(new String(readBytes(count(length), in), StandardCharsets.UTF_8));
            }
        }
        return Devices.ofSegments(segments);
    }

    /** Writes an id as 16 bytes. */
    public static void writeId(UUID id, DataOutput out) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    /** Reads what {@link #writeId} wrote. */
    public static UUID readId(DataInput in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    /** Writes how many files there are, and the files. */
    public static void writeFiles(List<DataFile> files, DataOutput out) throws IOException {
        out.writeInt(files.size());
        for (DataFile file : files) {
            writeString(file.path(), out);
            out.writeLong(file.length());
            out.writeLong(file.crc32c());
            out.writeLong(file.version().commit());
            out.writeInt(file.version().order());
            out.writeInt(file.level());
            out.writeLong(file.cleanThrough());
            out.writeBoolean(file.ordered());
            writeDevice(file.devices().first(), out);
            writeDevice(file.devices().last(), out);
            out.writeInt(file.buckets().first());
            out.writeInt(file.buckets().last());
            out.writeLong(file.times().start());
            out.writeLong(file.times().end());
            out.writeLong(file.rows());
            out.writeLong(file.points());
            out.writeLong(file.chunks());
            out.writeInt(file.splits().size());
            for (DeviceSplit split : file.splits()) {
                writeDevice(split.device(), out);
                out.writeLong(split.bytes());
            }
        }
    }

    /**
     * Reads what {@link #writeFiles} wrote.
     *
     * @param splits whether chunks and splits were written, too
     */
    public static List<DataFile> readFiles(DataInput in, boolean splits) throws IOException {
        int count = in.readInt();
        List<DataFile> files = list(count);
        for (int i = 0; i < count; i++) {
            files.add(new DataFile(
                    readString(in),
                    in.readLong(),
                    in.readLong(),
                    new Version(in.readLong(), in.readInt()),
                    in.readInt(),
                    in.readLong(),
                    in.readBoolean(),
                    new DeviceRange(readDevice(in), readDevice(in)),
                    new BucketRange(in.readInt(), in.readInt()),
                    new TimeRange(in.readLong(), in.readLong()),
                    in.readLong(),
                    in.readLong(),
                    splits ? in.readLong() : DataFile.UNKNOWN_CHUNKS,
                    splits ? readSplits(in) : List.of()));
        }
        return files;
    }

    /** Writes how many tombstones there are, and the tombstones. */
    public static void writeTombstones(List<Tombstone> tombstones, DataOutput out) throws IOException {
        out.writeInt(tombstones.size());
        for (Tombstone tombstone : tombstones) {
            out.writeLong(tombstone.version().commit());
            out.writeInt(tombstone.version().order());
            writeDeletion(tombstone.deletion(), out);
        }
    }

    /** Reads what {@link #writeTombstones} wrote. */
    public static List<Tombstone> readTombstones(DataInput in) throws IOException {
        int count = in.readInt();
        List<Tombstone> tombstones = list(count);
        for (int i = 0; i < count; i++) {
            Version version = new Version(in.readLong(), in.readInt());
            tombstones.add(new Tombstone(version, readDeletion(in)));
        }
        return tombstones;
    }

    /** Writes what is deleted. */
    public static void writeDeletion(Deletion deletion, DataOutput out) throws IOException {
        writeScope(deletion.devices(), out);
        out.writeInt(deletion.measurements().size());
        for (String measurement : deletion.measurements()) {
            writeString(measurement, out);
        }
        writeTimes(deletion.times(), out);
    }

    /** Several ranges have {@link #SEVERAL_RANGES} in front, where a single one has its end. */
    private static void writeTimes(TimeSet times, DataOutput out) throws IOException {
        if (times.size() > 1) {
            out.writeLong(times.size());
            out.writeLong(SEVERAL_RANGES);
        }
        for (long bound : times.bounds()) {
            out.writeLong(bound);
        }
    }

    private static TimeSet readTimeSet(DataInput in) throws IOException {
        long start = in.readLong();
        long end = in.readLong();
        if (start < 2 || end != SEVERAL_RANGES) {
            return TimeSet.of(new TimeRange(start, end));
        }
        // Not by what a damaged message says.
        LongVector bounds = (LongVector) Vector.of(TSDataType.INT64, (int) Math.min(start, FIRST_ELEMENTS));
        for (long i = 0; i < start; i++) {
            bounds.append(in.readLong());
            bounds.append(in.readLong());
        }
        return TimeSet.ofBounds(Arrays.copyOf(bounds.values(), bounds.size()));
    }

    /** Reads what {@link #writeDeletion} wrote. */
    public static Deletion readDeletion(DataInput in) throws IOException {
        DeviceScope devices = readScope(in);
        int named = in.readInt();
        List<String> measurements = list(named);
        for (int k = 0; k < named; k++) {
            measurements.add(readString(in));
        }
        return new Deletion(devices, measurements, readTimeSet(in));
    }

    /** Writes a range of times. */
    public static void writeTimes(TimeRange times, DataOutput out) throws IOException {
        out.writeLong(times.start());
        out.writeLong(times.end());
    }

    /** Reads what {@link #writeTimes} wrote. */
    public static TimeRange readTimes(DataInput in) throws IOException {
        return new TimeRange(in.readLong(), in.readLong());
    }

    /** Writes a cut. */
    public static void writeCut(Cut cut, DataOutput out) throws IOException {
        writeBound(cut.from(), out);
        writeBound(cut.to(), out);
        writeTimes(cut.times(), out);
    }

    /** Reads what {@link #writeCut} wrote. */
    public static Cut readCut(DataInput in) throws IOException {
        return new Cut(readBound(in), readBound(in), readTimes(in));
    }

    private static void writeScope(DeviceScope scope, DataOutput out) throws IOException {
        if (scope instanceof DeviceScope.All) {
            out.writeByte(ALL_DEVICES);
        } else if (scope instanceof DeviceScope.Exactly exactly) {
            out.writeByte(EXACT_DEVICES);
            out.writeInt(exactly.devices().size());
            for (IDeviceID device : exactly.devices()) {
                writeDevice(device, out);
            }
        } else if (scope instanceof DeviceScope.Between between) {
            out.writeByte(DEVICES_BETWEEN);
            writeBound(between.from(), out);
            writeBound(between.to(), out);
        } else if (scope instanceof DeviceScope.Below below) {
            out.writeByte(DEVICES_BELOW);
            writeString(below.path(), out);
        }
    }

    private static DeviceScope readScope(DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case ALL_DEVICES -> DeviceScope.ALL;
            case EXACT_DEVICES -> {
                int count = in.readInt();
                List<IDeviceID> devices = list(count);
                for (int i = 0; i < count; i++) {
                    devices.add(readDevice(in));
                }
                yield DeviceScope.of(devices);
            }
            case DEVICES_BETWEEN -> new DeviceScope.Between(readBound(in), readBound(in));
            case DEVICES_BELOW -> new DeviceScope.Below(readString(in));
            default ->
                throw new IOException("Cannot read devices of kind " + kind + ": this release knows kinds "
                        + ALL_DEVICES + " to " + DEVICES_BELOW + "; restore the job with the release that wrote it");
        };
    }

    /** Writes a device, or that there is none. */
    public static void writeBound(@Nullable IDeviceID device, DataOutput out) throws IOException {
        out.writeBoolean(device != null);
        if (device != null) {
            writeDevice(device, out);
        }
    }

    /** Reads what {@link #writeBound} wrote. */
    public static @Nullable IDeviceID readBound(DataInput in) throws IOException {
        return in.readBoolean() ? readDevice(in) : null;
    }

    private static List<DeviceSplit> readSplits(DataInput in) throws IOException {
        int count = in.readInt();
        List<DeviceSplit> splits = list(count);
        for (int i = 0; i < count; i++) {
            splits.add(new DeviceSplit(readDevice(in), in.readLong()));
        }
        return splits;
    }
}
