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

import io.tsfile.core.io.OutputFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tsfile.common.conf.TSFileConfig;
import org.apache.tsfile.common.conf.TSFileDescriptor;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.MetaMarker;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.StringArrayDeviceID;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.file.metadata.enums.MetadataIndexNodeType;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.utils.BloomFilter;
import org.apache.tsfile.utils.PublicBAOS;
import org.apache.tsfile.utils.ReadWriteForEncodingUtils;
import org.apache.tsfile.utils.ReadWriteIOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Notes the chunks of a file while they are written, and writes the file's index behind them. Not thread-safe.
 *
 * <p>Memory: some 90 bytes for a chunk of numbers until {@link #finish}; then less than that for each device once more,
 * because their nodes stand behind the last series.
 */
public final class IndexWriter {
    /** A device with the root of its series, which wait until all series are written. */
    private static final long ROOT_BYTES = 64;

    private final String path;
    private final int degree;
    private final double filterErrors;
    private final PublicBAOS scratch = new PublicBAOS();
    private @Nullable ChunkLog log = new ChunkLog();

    /**
     * A writer with the library's settings for degree and filter.
     *
     * @param path the file, for messages
     */
    public IndexWriter(String path) {
        TSFileConfig config = TSFileDescriptor.getInstance().getConfig();
        this.path = path;
        this.degree = config.getMaxDegreeOfIndexNode();
        this.filterErrors = config.getBloomFilterErrorRate();
    }

    /** Starts the chunks of a device. */
    public void startGroup(IDeviceID device) throws IOException {
        log().startGroup(device);
    }

    /**
     * Notes a chunk of the device.
     *
     * @param measurement the series; empty for the times of an aligned device
     * @param mask {@code 0x80} for times, {@code 0x40} for values of an aligned device, else 0
     * @param offset where its header starts
     * @param statistics of its values; copied
     */
    public void add(
            String measurement, TSDataType type, int mask, long offset, Statistics<? extends Serializable> statistics)
            throws IOException {
        scratch.reset();
        statistics.serialize(scratch);
        ByteBuffer bytes = ByteBuffer.wrap(scratch.getBuf(), 0, scratch.size());
        log().add(new ChunkRecord(measurement, type, mask, offset, bytes));
    }

    /** Bytes of memory that the chunks take until the file ends, and that writing the index takes then. */
    public long bytes() {
        return log == null ? 0 : log.bytes() + ROOT_BYTES * log.groups();
    }

    /**
     * Writes the index and the file's metadata, up to and with its size.
     *
     * @param schemas of the tables, by name
     */
    public void finish(OutputFile file, Map<String, TableSchema> schemas) throws IOException {
        ChunkLog chunks = log();
        chunks.endGroup();
        IndexOutput out = new IndexOutput(file);
        long start = out.position();
        out.write(MetaMarker.SEPARATOR);
        BloomFilter filter = BloomFilter.getEmptyBloomFilter(filterErrors, chunks.chunks());
        RecordLog devices = writeSeries(chunks, filter, out);
        // No longer needed, and the largest part.
        log = null;
        Map<String, byte[]> roots = writeDevices(devices, out);
        long metadata = out.position();
        writeMetadata(roots, schemas, start, filter, out);
        ReadWriteIOUtils.write((int) (out.position() - metadata), out);
        out.flush();
    }

    /** Writes all series, and returns each device with the root of its measurements. */
    private RecordLog writeSeries(ChunkLog chunks, BloomFilter filter, IndexOutput out) throws IOException {
        RecordLog devices = new RecordLog();
        NodeTree tree = new NodeTree(
                out, degree, MetadataIndexNodeType.LEAF_MEASUREMENT, MetadataIndexNodeType.INTERNAL_MEASUREMENT);
        SeriesWriter writer = new SeriesWriter(path);
        for (ChunkLog.DeviceWalk walk = chunks.devices(); walk.next(); ) {
            List<ChunkRecord> records = walk.chunks();
            if (records.isEmpty()) {
                continue;
            }
            String prefix = walk.device() + ".";
            int series = 0;
            for (int from = 0; from < records.size(); ) {
                String measurement = records.get(from).measurement();
                int to = from + 1;
                while (to < records.size() && records.get(to).measurement().equals(measurement)) {
                    to++;
                }
                filter.add(prefix + measurement);
                // An entry leads to as many series as a node has entries.
                if (series++ % degree == 0) {
                    tree.add(name(measurement));
                }
                writer.write(walk.device(), records.subList(from, to), out);
                from = to;
            }
            scratch.reset();
            walk.device().serialize(scratch);
            scratch.write(tree.finish());
            devices.append(scratch.getBuf(), scratch.size());
        }
        return devices;
    }

    /** Writes the roots of the devices and the nodes over them, and returns the roots of the tables. */
    private Map<String, byte[]> writeDevices(RecordLog devices, IndexOutput out) throws IOException {
        Map<String, byte[]> roots = new TreeMap<>();
        NodeTree tree =
                new NodeTree(out, degree, MetadataIndexNodeType.LEAF_DEVICE, MetadataIndexNodeType.INTERNAL_DEVICE);
        String table = null;
        for (RecordLog.Cursor cursor = devices.cursor(RecordLog.Mark.START, devices.end()); cursor.hasNext(); ) {
            ByteBuffer record = cursor.next();
            int from = record.position();
            String next = StringArrayDeviceID.deserialize(record).getTableName();
            if (table != null && !table.equals(next)) {
                roots.put(table, tree.finish());
            }
            table = next;
            byte[] key = new byte[record.position() - from];
            record.get(from, key);
            tree.add(key);
            out.write(record.array(), record.arrayOffset() + record.position(), record.remaining());
        }
        if (table != null) {
            roots.put(table, tree.finish());
        }
        return roots;
    }

    private static void writeMetadata(
            Map<String, byte[]> roots,
            Map<String, TableSchema> schemas,
            long start,
            BloomFilter filter,
            IndexOutput out)
            throws IOException {
        ReadWriteForEncodingUtils.writeUnsignedVarInt(roots.size(), out);
        for (Map.Entry<String, byte[]> root : roots.entrySet()) {
            ReadWriteIOUtils.writeVar(root.getKey(), out);
            out.write(root.getValue());
        }
        ReadWriteForEncodingUtils.writeUnsignedVarInt(schemas.size(), out);
        for (Map.Entry<String, TableSchema> schema : schemas.entrySet()) {
            ReadWriteIOUtils.writeVar(schema.getKey(), out);
            schema.getValue().serialize(out);
        }
        ReadWriteIOUtils.write(start, out);
        filter.serialize(out);
        // The library keeps its properties in such a map, and writes them in its order.
        Map<String, @Nullable String> properties = new HashMap<>();
        properties.put("encryptLevel", "0");
        properties.put("encryptType", "org.apache.tsfile.encrypt.UNENCRYPTED");
        properties.put("encryptKey", null);
        ReadWriteForEncodingUtils.writeVarInt(properties.size(), out);
        for (Map.Entry<String, @Nullable String> property : properties.entrySet()) {
            ReadWriteIOUtils.writeVar(property.getKey(), out);
            ReadWriteIOUtils.writeVar(property.getValue(), out);
        }
    }

    private byte[] name(String measurement) throws IOException {
        scratch.reset();
        ReadWriteIOUtils.writeVar(measurement, scratch);
        return scratch.toByteArray();
    }

    private ChunkLog log() {
        if (log == null) {
            throw new IllegalStateException("Cannot go on with the index of " + path + ": it is written");
        }
        return log;
    }
}
