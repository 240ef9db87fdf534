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
package io.tsfile.core.format.write;

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.format.Encodings;
import io.tsfile.core.vector.BinaryVector;
import java.util.Optional;
import org.apache.tsfile.file.metadata.enums.CompressionType;

/** The pages of a chunk in one encoding and compression. Reused for one chunk after the other. Not thread-safe. */
final class ChunkDraft {
    /** Pages whose LZ4 form is shorter are not worth the look whether ZSTD does better. */
    private static final int MIN_ZSTD_BYTES = 4096;

    private final Pages raw = new Pages();
    private final Pages packed = new Pages();
    private CompressionType compression = Encodings.COMPRESSION;

    /**
     * Encodes and compresses a column.
     *
     * @param fixed the compression; if there is none, the best is found
     * @return whether all values are kept; if not, this holds nothing
     */
    boolean make(ColumnPages column, ValueCodec codec, Optional<CompressionType> fixed) {
        if (!column.encode(codec, raw)) {
            return false;
        }
        compression = fixed.orElse(Encodings.COMPRESSION);
        if (compression != CompressionType.UNCOMPRESSED) {
            packed.compress(raw, compression);
        }
        if (fixed.isEmpty()) {
            improveCompression(column.values() instanceof BinaryVector);
        }
        return true;
    }

    /**
     * Encodes and compresses one page of a column, or its beginning. This holds nothing then.
     *
     * @param count how many of the page's values
     * @param fixed the compression; if there is none, the shorter of LZ4 and none counts
     * @return how many bytes it takes; {@link Long#MAX_VALUE} if a value is not kept
     */
    long pageBytes(ColumnPages column, int page, int count, ValueCodec codec, Optional<CompressionType> fixed) {
        raw.clear();
        if (!column.encode(page, count, codec, raw)) {
            return Long.MAX_VALUE;
        }
        CompressionType tried = fixed.orElse(Encodings.COMPRESSION);
        if (tried == CompressionType.UNCOMPRESSED) {
            return raw.size();
        }
        packed.compress(raw, tried);
        return fixed.isPresent() ? packed.size() : Math.min(packed.size(), raw.size());
    }

    CompressionType compression() {
        return compression;
    }

    /** The pages before they were compressed. */
    Pages raw() {
        return raw;
    }

    /** The pages as they are stored. */
    Pages stored() {
        return compression == CompressionType.UNCOMPRESSED ? raw : packed;
    }

    /**
     * Leaves the compression away where it brings next to nothing, and takes ZSTD for texts where it brings much more than LZ4.
     * Numbers that can be made so small have encodings that do it in a tenth of the time.
     */
    private void improveCompression(boolean texts) {
        if (!cheaper(packed.size(), Encodings.COMPRESSION, raw.size(), CompressionType.UNCOMPRESSED)) {
            compression = CompressionType.UNCOMPRESSED;
            return;
        }
        int page = packed.longest();
        // What LZ4 hardly shortens is noise to ZSTD, too.
        if (texts && packed.length(page) >= MIN_ZSTD_BYTES && packed.length(page) < raw.length(page) * 3L / 4) {
            PageBuffer trial = new PageBuffer(raw.length(page));
            PageCompressor.compress(
                    CompressionType.ZSTD, raw.bytes().array(), raw.start(page), raw.length(page), trial);
            if (cheaper(trial.size(), CompressionType.ZSTD, packed.length(page), Encodings.COMPRESSION)) {
                compression = CompressionType.ZSTD;
                packed.compress(raw, compression);
            }
        }
    }

    private static boolean cheaper(long bytes, CompressionType compression, long otherBytes, CompressionType other) {
        return bytes * (1000 + Encodings.cost(compression)) < otherBytes * (1000 + Encodings.cost(other));
    }
}
