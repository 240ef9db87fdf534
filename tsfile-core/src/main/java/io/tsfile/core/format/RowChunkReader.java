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
package io.tsfile.core.format;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.tsfile.encoding.decoder.Decoder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.utils.ReadWriteForEncodingUtils;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one {@link RowChunk} page by page, and only pages that meet a time range. Not thread-safe. */
public final class RowChunkReader {
    private final OpenTsFile file;
    private final RowChunk chunk;
    private final List<TSDataType> types;
    private final TimeRange range;
    private final ChunkPages main;
    private final @Nullable ChunkPages[] values;

    /**
     * A reader that has read the chunks' bytes.
     *
     * @param types of the wanted fields; the file's may differ in name only (TEXT for STRING)
     * @throws CorruptTsFileException if a type in the file is another one
     */
    public RowChunkReader(OpenTsFile file, RowChunk chunk, List<TSDataType> types, TimeRange range) throws IOException {
        this.file = file;
        this.chunk = chunk;
        this.types = types;
        this.range = range;
        this.main = new ChunkPages(file, chunk.main());
        this.values = new ChunkPages[chunk.fields()];
        for (int i = 0; i < values.length; i++) {
            ChunkEntry value = chunk.values()[i];
            if (value != null && value.count() > 0) {
                values[i] = new ChunkPages(file, value);
                checkType(value.measurement(), value.type(), types.get(i));
            }
        }
        if (chunk.field() >= 0) {
            checkType(chunk.main().measurement(), chunk.main().type(), types.get(chunk.field()));
        }
    }

    /** The next page that meets the range, or null at the end. It may hold times outside of the range all the same. */
    public @Nullable RowPage next() throws IOException {
        try {
            while (main.next()) {
                for (ChunkPages value : values) {
                    if (value != null && !value.next()) {
                        throw new CorruptTsFileException("Cannot read " + file.path() + ": measurement '"
                                + value.header().getMeasurementID() + "' has fewer pages than its times");
                    }
                }
                PageHead page = main.page();
                if (main.isEmpty() || page.start() > page.end()) {
                    throw new IOException("a page of times has none");
                }
                if (range.overlaps(new TimeRange(page.start(), page.end()))) {
                    return chunk.aligned() ? alignedPage() : seriesPage();
                }
            }
            return null;
        } catch (CorruptTsFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new CorruptTsFileException(
                    "Cannot read " + file.path() + ": the chunk of '"
                            + main.header().getMeasurementID() + "' at byte " + chunk.offset() + " is damaged (" + e
                            + ")",
                    e);
        }
    }

    private RowPage alignedPage() throws IOException {
        int rows = Math.toIntExact(main.page().count());
        Decoder timeDecoder = ChunkPages.timeDecoder(main.header().getEncodingType());
        LongVector times = PageDecoder.times(main.body(), rows, timeDecoder);
        Vector[] columns = new Vector[values.length];
        for (int i = 0; i < values.length; i++) {
            ChunkPages value = values[i];
            if (value != null && !value.isEmpty()) {
                Vector column = PageDecoder.alignedValues(value.body(), types.get(i), value.valueDecoder());
                if (column.size() != rows) {
                    throw new CorruptTsFileException("Cannot read " + file.path() + ": a page of '"
                            + value.header().getMeasurementID() + "' has " + column.size() + " rows, and its times are "
                            + rows);
                }
                columns[i] = column;
            }
        }
        return new RowPage(times, columns);
    }

    private RowPage seriesPage() throws IOException {
        int rows = Math.toIntExact(main.page().count());
        ByteBuffer body = main.body();
        int timeBytes = ReadWriteForEncodingUtils.readUnsignedVarInt(body);
        ByteBuffer encodedTimes = body.slice(body.position(), timeBytes);
        body.position(body.position() + timeBytes);
        LongVector times = PageDecoder.times(encodedTimes, rows, ChunkPages.timeDecoder(Encodings.TIME));
        Vector[] columns = new Vector[values.length];
        if (chunk.field() >= 0) {
            columns[chunk.field()] =
                    PageDecoder.values(body.slice(), rows, types.get(chunk.field()), main.valueDecoder());
        }
        return new RowPage(times, columns);
    }

    private void checkType(String measurement, TSDataType stored, TSDataType wanted) {
        boolean binary = isText(stored) && isText(wanted);
        if (stored != wanted && !binary) {
            throw new CorruptTsFileException("Cannot read " + file.path() + ": measurement '" + measurement
                    + "' is stored as " + stored + ", and the table has it as " + wanted);
        }
    }

    private static boolean isText(TSDataType type) {
        return type == TSDataType.TEXT || type == TSDataType.STRING;
    }
}
