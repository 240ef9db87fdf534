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
package io.tsfile.core.table;

import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Live files with their hides, as the body of a part. What files have in common is one object for all that are read. */
final class FilesPart {
    private static final String SUFFIX = ".tsfile";

    private static final int ORDERED = 1;
    private static final int CRC = 2;
    private static final int CHUNKS = 4;
    private static final int UUID_NAME = 8;

    private final PartInput in;
    private final Map<BucketRange, BucketRange> buckets = new HashMap<>();
    private final Map<DeviceRange, DeviceRange> ranges = new HashMap<>();
    private Version version = new Version(0, 0);

    private FilesPart(PartInput in) {
        this.in = in;
    }

    static byte[] write(List<DataFile> files, Map<String, List<Deletion>> hides) {
        PartOutput out = new PartOutput();
        out.count(files.size());
        for (DataFile file : files) {
            write(out, file);
            List<Deletion> hidden = hides.getOrDefault(file.path(), List.of());
            out.count(hidden.size());
            hidden.forEach(deletion -> DeletionPart.write(out, deletion));
        }
        return out.finish(PartKind.FILES);
    }

    private static void write(PartOutput out, DataFile file) {
        int slash = file.path().lastIndexOf('/') + 1;
        String name = file.path().substring(slash);
        UUID uuid = uuid(name);
        out.bytes((file.ordered() ? ORDERED : 0)
                | (file.crc32c() == DataFile.UNKNOWN_CRC ? 0 : CRC)
                | (file.chunks() == DataFile.UNKNOWN_CHUNKS ? 0 : CHUNKS)
                | (uuid == null ? 0 : UUID_NAME));
        out.sharedText(file.path().substring(0, slash));
        if (uuid == null) {
            out.text(name);
        } else {
            out.uuid(uuid);
        }
        out.count(file.length());
        if (file.crc32c() != DataFile.UNKNOWN_CRC) {
            out.int32((int) file.crc32c());
        }
        out.count(file.version().commit());
        out.count(file.version().order());
        out.count(file.level());
        out.count(file.cleanThrough());
        out.device(file.devices().first());
        out.device(file.devices().last());
        out.count(file.buckets().first());
        out.count(file.buckets().last());
        out.times(file.times());
        out.count(file.rows());
        out.count(file.points());
        if (file.chunks() != DataFile.UNKNOWN_CHUNKS) {
            out.count(file.chunks());
        }
        out.count(file.splits().size());
        long bytes = 0;
        for (DeviceSplit split : file.splits()) {
            out.device(split.device());
            out.count(split.bytes() - bytes);
            bytes = split.bytes();
        }
    }

    /** The UUID in the name that a writer gives a file, or null for another name. */
    private static @Nullable UUID uuid(String name) {
        if (name.length() == 36 + SUFFIX.length() && name.endsWith(SUFFIX)) {
            String text = name.substring(0, 36);
            try {
                UUID uuid = UUID.fromString(text);
                return uuid.toString().equals(text) ? uuid : null;
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return null;
    }

    /** Takes the files that were read, each with its hides, of which most have none. */
    interface Taker {
        void take(DataFile file, List<Deletion> hides);
    }

    static void read(PartInput in, Taker taker) {
        FilesPart part = new FilesPart(in);
        for (int left = in.size(); left > 0; left--) {
            DataFile file = part.file();
            List<Deletion> hides = new ArrayList<>();
            for (int hidden = in.size(); hidden > 0; hidden--) {
                hides.add(DeletionPart.read(in));
            }
            taker.take(file, hides);
        }
        in.end();
    }

    private DataFile file() {
        int flags = in.bytes();
        if (flags >= 2 * UUID_NAME) {
            throw in.wrong("a file has the unknown marks " + flags);
        }
        String folder = in.sharedText();
        String path = folder + ((flags & UUID_NAME) == 0 ? in.text() : in.uuid() + SUFFIX);
        return new DataFile(
                in.checked(() -> DataFileCodec.path(path)),
                in.natural(),
                (flags & CRC) == 0 ? DataFile.UNKNOWN_CRC : Integer.toUnsignedLong(in.int32()),
                version(),
                in.natural32(),
                in.natural(),
                (flags & ORDERED) != 0,
                devices(),
                buckets(),
                in.times(),
                in.natural(),
                in.natural(),
                (flags & CHUNKS) == 0 ? DataFile.UNKNOWN_CHUNKS : in.natural(),
                splits());
    }

    /** Files of one commit follow each other. */
    private Version version() {
        long commit = in.natural();
        int order = in.natural32();
        if (version.commit() != commit || version.order() != order) {
            version = new Version(commit, order);
        }
        return version;
    }

    private DeviceRange devices() {
        DeviceRange range = new DeviceRange(in.device(), in.device());
        DeviceRange known = ranges.putIfAbsent(range, range);
        if (known == null && range.first().compareTo(range.last()) > 0) {
            throw in.wrong("the first device of a file comes after the last");
        }
        return known == null ? range : known;
    }

    private BucketRange buckets() {
        int first = in.natural32();
        int last = in.natural32();
        return buckets.computeIfAbsent(in.checked(() -> new BucketRange(first, last)), range -> range);
    }

    private List<DeviceSplit> splits() {
        int size = in.size();
        if (size > DataFile.MOST_SPLITS) {
            throw in.wrong("a file has " + size + " splits, more than " + DataFile.MOST_SPLITS);
        }
        List<DeviceSplit> splits = new ArrayList<>(size);
        @Nullable IDeviceID before = null;
        long bytes = 0;
        for (int i = 0; i < size; i++) {
            IDeviceID device = in.device();
            long next = bytes + in.natural();
            if (next < bytes || (i > 0 && next == bytes) || (before != null && before.compareTo(device) >= 0)) {
                throw in.wrong("splits ascend by device and by bytes");
            }
            splits.add(new DeviceSplit(device, next));
            before = device;
            bytes = next;
        }
        return splits;
    }
}
