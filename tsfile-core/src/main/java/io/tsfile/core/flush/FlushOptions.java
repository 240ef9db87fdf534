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
 * @param targetFileBytes a file is closed, and continued in another, once it is that long
 * @param maxOpenFiles files that one writer keeps open at most
 * @param encoding what is fixed of the encoding and compression of columns; nothing is chosen against it
 */
public record FlushOptions(
        int pageRows, int chunkRows, long targetFileBytes, int maxOpenFiles, EncodingOptions encoding)
        implements Serializable {
    /** More equal values in a few bytes are taken for damage when they are read. */
    public static final int MOST_PAGE_ROWS = EncodedChunk.MOST_PAGE_ROWS;

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
    }

    /** Options with one compression for all pages. */
    public FlushOptions(
            int pageRows, int chunkRows, long targetFileBytes, int maxOpenFiles, CompressionType compression) {
        this(pageRows, chunkRows, targetFileBytes, maxOpenFiles, EncodingOptions.compressed(compression));
    }

    /** These options with another length of files. */
    public FlushOptions withTargetFileBytes(long bytes) {
        return new FlushOptions(pageRows, chunkRows, bytes, maxOpenFiles, encoding);
    }

    /** These options with another encoding. */
    public FlushOptions withEncoding(EncodingOptions other) {
        return new FlushOptions(pageRows, chunkRows, targetFileBytes, maxOpenFiles, other);
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
