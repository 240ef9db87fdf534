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
package io.tsfile.core.flush;

import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.model.TableSchema;
import java.io.Serializable;
import java.util.Map;
import org.apache.tsfile.file.metadata.enums.CompressionType;

/**
 * How files are cut and encoded. The same options and rows give the same bytes.
 *
 * @param pageRows rows of a page at most, not above {@value #MOST_PAGE_ROWS}
 * @param chunkRows rows of a chunk at most: a longer series is several chunks
 * @param groupBytes bytes, before they are encoded, of the rows of one device that become chunks together, at most: more, of a
 *     wide device or of long texts, are several chunks per column. A single row may have more
 * @param targetFileBytes a file is closed, and continued in another, once it is that long
 * @param maxOpenFiles files that one writer keeps open at most
 * @param metadataBytes bytes of memory that what is known of the chunks in a writer's open files may take: with more, the file
 *     that takes most is closed, and continued in another
 * @param encoding what is fixed of the encoding and compression of columns; nothing is chosen against it
 */
public record FlushOptions(
        int pageRows,
        int chunkRows,
        long groupBytes,
        long targetFileBytes,
        int maxOpenFiles,
        long metadataBytes,
        EncodingOptions encoding)
        implements Serializable {
    /** More equal values in a few bytes are taken for damage when they are read. */
    public static final int MOST_PAGE_ROWS = EncodedChunk.MOST_PAGE_ROWS;

    private static final long DEFAULT_BYTES = 64L << 20;

    /** What is used unless the user says otherwise. */
    public static final FlushOptions DEFAULT =
            new FlushOptions(10_000, 100_000, 256L << 20, 32, EncodingOptions.DEFAULT);

    /** Checks the bounds. */
    public FlushOptions {
        if (pageRows > MOST_PAGE_ROWS) {
            throw new IllegalArgumentException(
                    "Cannot flush with pages of " + pageRows + " rows: a page has at most " + MOST_PAGE_ROWS);
        }
        if (pageRows < 1 || chunkRows < pageRows || targetFileBytes < 1 || maxOpenFiles < 1) {
            throw new IllegalArgumentException(
                    "Cannot flush with pages of " + pageRows + " rows, chunks of " + chunkRows
                            + " rows, files of " + targetFileBytes + " bytes and " + maxOpenFiles
                            + " open files: all must be positive, and a chunk holds at least a page");
        }
        if (groupBytes < 1 || metadataBytes < 1) {
            throw new IllegalArgumentException("Cannot flush with " + groupBytes + " bytes of a device at once and "
                    + metadataBytes + " bytes for what is known of chunks: both must be positive");
        }
    }

    /** Options with the usual bounds of memory. */
    public FlushOptions(int pageRows, int chunkRows, long targetFileBytes, int maxOpenFiles, EncodingOptions encoding) {
        this(pageRows, chunkRows, DEFAULT_BYTES, targetFileBytes, maxOpenFiles, DEFAULT_BYTES, encoding);
    }

    /** Options with the usual bounds of memory, and one compression for all pages. */
    public FlushOptions(
            int pageRows, int chunkRows, long targetFileBytes, int maxOpenFiles, CompressionType compression) {
        this(pageRows, chunkRows, targetFileBytes, maxOpenFiles, EncodingOptions.compressed(compression));
    }

    /** These options with another bound of what is encoded at once. */
    public FlushOptions withGroupBytes(long bytes) {
        return new FlushOptions(pageRows, chunkRows, bytes, targetFileBytes, maxOpenFiles, metadataBytes, encoding);
    }

    /** These options with another length of files. */
    public FlushOptions withTargetFileBytes(long bytes) {
        return new FlushOptions(pageRows, chunkRows, groupBytes, bytes, maxOpenFiles, metadataBytes, encoding);
    }

    /** These options with another bound of what open files keep in memory. */
    public FlushOptions withMetadataBytes(long bytes) {
        return new FlushOptions(pageRows, chunkRows, groupBytes, targetFileBytes, maxOpenFiles, bytes, encoding);
    }

    /** These options with another encoding. */
    public FlushOptions withEncoding(EncodingOptions other) {
        return new FlushOptions(pageRows, chunkRows, groupBytes, targetFileBytes, maxOpenFiles, metadataBytes, other);
    }

    /**
     * What to write a table's files with: these options, and where they fix nothing of the encoding, what the table's options
     * fix.
     *
     * @param tableOptions as the table's log has them
     * @throws io.tsfile.core.TsFileConnectorException if these options fix what the table's columns cannot have
     */
    public FlushOptions forTable(TableSchema schema, Map<String, String> tableOptions) {
        return withEncoding(
                EncodingOptions.of(schema, encoding.settings()).over(EncodingOptions.ofLog(schema, tableOptions)));
    }
}
