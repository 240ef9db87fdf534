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
package io.tsfile.benchmarks.iotdb.peer;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iotdb.db.storageengine.dataregion.memtable.IMemTable;
import org.apache.iotdb.db.storageengine.dataregion.memtable.IWritableMemChunk;
import org.apache.iotdb.db.storageengine.dataregion.memtable.IWritableMemChunkGroup;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.write.chunk.IChunkWriter;
import org.apache.tsfile.write.writer.TsFileIOWriter;

/** The steps of IoTDB's {@code MemTableFlushTask} in the same order, on the caller's thread. Not thread-safe. */
final class SteppedFlush {
    private final TsFileIOWriter writer;
    private long sortNanos;
    private long encodeNanos;
    private long ioNanos;

    SteppedFlush(TsFileIOWriter writer) {
        this.writer = writer;
    }

    void flush(IMemTable table) throws IOException {
        for (Map.Entry<IDeviceID, IWritableMemChunkGroup> device : new TreeMap<>(table.getMemTableMap()).entrySet()) {
            writer.startChunkGroup(device.getKey());
            // One column that stands for all of an aligned device.
            for (IWritableMemChunk column : new TreeMap<>(device.getValue().getMemChunkMap()).values()) {
                flush(column);
            }
            writer.endChunkGroup();
        }
    }

    /** Completes the file. */
    void finish() throws IOException {
        long start = System.nanoTime();
        writer.endFile();
        ioNanos += System.nanoTime() - start;
    }

    long sortNanos() {
        return sortNanos;
    }

    long encodeNanos() {
        return encodeNanos;
    }

    long ioNanos() {
        return ioNanos;
    }

    private void flush(IWritableMemChunk column) throws IOException {
        long start = System.nanoTime();
        column.sortTvListForFlush();
        long sorted = System.nanoTime();
        IChunkWriter chunk = column.createIChunkWriter();
        column.encode(chunk);
        chunk.sealCurrentPage();
        chunk.clearPageWriter();
        long encoded = System.nanoTime();
        chunk.writeToFileWriter(writer);
        ioNanos += System.nanoTime() - encoded;
        encodeNanos += encoded - sorted;
        sortNanos += sorted - start;
    }
}
