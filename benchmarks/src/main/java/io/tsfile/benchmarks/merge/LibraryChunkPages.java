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
package io.tsfile.benchmarks.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.AbstractAlignedChunkMetadata;
import org.apache.tsfile.file.metadata.ChunkMetadata;
import org.apache.tsfile.file.metadata.IChunkMetadata;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.apache.tsfile.read.common.Chunk;
import org.apache.tsfile.read.common.block.TsBlock;
import org.apache.tsfile.read.reader.IPageReader;
import org.apache.tsfile.read.reader.chunk.ChunkReader;
import org.apache.tsfile.read.reader.chunk.TableChunkReader;

/** Pages of a device, decoded by the Apache library in batches: its fastest way to all values of a file. */
final class LibraryChunkPages {
    private LibraryChunkPages() {}

    /** Takes decoded pages. */
    interface Pages {
        /** A page's rows: one column of each series, in the order of {@code series}. */
        void accept(List<Chunk> series, TsBlock rows) throws IOException;
    }

    /** All pages of a device, chunk by chunk. */
    static void read(TsFileSequenceReader file, IDeviceID device, boolean aligned, Pages pages) throws IOException {
        if (aligned) {
            for (AbstractAlignedChunkMetadata chunk : file.getAlignedChunkMetadata(device, false)) {
                Chunk times = file.readMemChunk((ChunkMetadata) chunk.getTimeChunkMetadata());
                List<Chunk> values = new ArrayList<>();
                for (IChunkMetadata value : chunk.getValueChunkMetadataList()) {
                    values.add(file.readMemChunk((ChunkMetadata) value));
                }
                accept(values, new TableChunkReader(times, values, null).loadPageReaderList(), pages);
            }
            return;
        }
        for (Map.Entry<String, List<ChunkMetadata>> series :
                file.readChunkMetadataInDevice(device).entrySet()) {
            for (ChunkMetadata metadata : series.getValue()) {
                Chunk chunk = file.readMemChunk(metadata);
                accept(List.of(chunk), new ChunkReader(chunk).loadPageReaderList(), pages);
            }
        }
    }

    private static void accept(List<Chunk> series, List<IPageReader> readers, Pages pages) throws IOException {
        List<TSDataType> types =
                series.stream().map(chunk -> chunk.getHeader().getDataType()).toList();
        for (IPageReader page : readers) {
            page.initTsBlockBuilder(types);
            pages.accept(series, page.getAllSatisfiedData());
        }
    }
}
