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

import io.tsfile.core.io.Cleanup;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.apache.tsfile.read.common.Chunk;
import org.apache.tsfile.read.common.block.TsBlock;
import org.apache.tsfile.read.common.block.column.TimeColumn;
import org.apache.tsfile.read.controller.CachedChunkLoaderImpl;
import org.apache.tsfile.read.controller.MetadataQuerierByFileImpl;
import org.apache.tsfile.read.expression.ExpressionTree;
import org.apache.tsfile.read.query.executor.TableQueryExecutor;
import org.apache.tsfile.read.reader.block.TsBlockReader;
import org.apache.tsfile.write.chunk.AlignedChunkWriterImpl;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.apache.tsfile.write.schema.Schema;
import org.apache.tsfile.write.writer.TsFileIOWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a program can do that has only the Apache library and knows that no file shares a time with another: it decodes pages in
 * batches, file by file in the order of their times, and encodes them as they were into one chunk for each series.
 */
public final class LibraryProgram extends MergeProgram {
    /** Takes no arguments. */
    public static void main(String[] args) {
        new LibraryProgram().serve();
    }

    @Override
    protected Answer compact(Path folder) throws IOException {
        Path target = folder.resolve("peer.tsfile");
        Files.deleteIfExists(target);
        List<Path> files = FileList.read(folder).all();
        long start = System.nanoTime();
        List<TsFileSequenceReader> readers = new ArrayList<>();
        try (TsFileIOWriter writer = new TsFileIOWriter(target.toFile())) {
            for (Path file : files) {
                readers.add(new TsFileSequenceReader(file.toString()));
            }
            TsFileSequenceReader first = readers.get(0);
            Schema schema = new Schema();
            first.getTableSchemaMap().values().forEach(schema::registerTableSchema);
            writer.setSchema(schema);
            // All files have all devices.
            for (IDeviceID device : first.getAllDevices()) {
                Gathered gathered = new Gathered();
                for (TsFileSequenceReader reader : readers) {
                    LibraryChunkPages.read(reader, device, true, gathered);
                }
                writer.startChunkGroup(device);
                gathered.writer().writeToFileWriter(writer);
                writer.endChunkGroup();
            }
            writer.endFile();
        } finally {
            Cleanup.closeAll(
                    readers.stream().map(reader -> (Closeable) reader::close).toList());
        }
        return new Answer(System.nanoTime() - start, 0, List.of(target));
    }

    /** File by file, without merging. */
    @Override
    protected Answer read(Path folder) throws Exception {
        List<Path> files = FileList.read(folder).all();
        long start = System.nanoTime();
        double sum = 0;
        for (Path file : files) {
            try (TsFileSequenceReader reader = new TsFileSequenceReader(file.toString())) {
                reader.setEnableCacheTableSchemaMap();
                TableQueryExecutor executor = new TableQueryExecutor(
                        new MetadataQuerierByFileImpl(reader),
                        new CachedChunkLoaderImpl(reader),
                        TableQueryExecutor.TableQueryOrdering.DEVICE);
                // It holds nothing that the file's reader does not close.
                TsBlockReader blocks = executor.query(
                        Layout.TABLE,
                        Layout.FIELDS,
                        new ExpressionTree.TimeBetweenAnd(Long.MIN_VALUE, Long.MAX_VALUE),
                        null,
                        null);
                while (blocks.hasNext()) {
                    sum += LibrarySums.values(blocks.next());
                }
            }
        }
        return Answer.ofRead(System.nanoTime() - start, sum);
    }

    /** One chunk of each series of a device, encoded as the first ones are. */
    private static final class Gathered implements LibraryChunkPages.Pages {
        private @Nullable AlignedChunkWriterImpl writer;

        @Override
        public void accept(List<Chunk> series, TsBlock rows) {
            if (writer == null) {
                List<IMeasurementSchema> schemas = new ArrayList<>();
                for (Chunk chunk : series) {
                    schemas.add(new MeasurementSchema(
                            chunk.getHeader().getMeasurementID(),
                            chunk.getHeader().getDataType(),
                            chunk.getHeader().getEncodingType(),
                            chunk.getHeader().getCompressionType()));
                }
                writer = new AlignedChunkWriterImpl(schemas);
            }
            writer.write((TimeColumn) rows.getTimeColumn(), rows.getValueColumns(), rows.getPositionCount());
        }

        AlignedChunkWriterImpl writer() {
            if (writer == null) {
                throw new IllegalStateException("Cannot write a device without a page");
            }
            return writer;
        }
    }
}
