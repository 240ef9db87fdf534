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

import com.github.luben.zstd.Zstd;
import io.tsfile.core.encoding.PageBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.jpountz.lz4.LZ4Compressor;
import org.apache.tsfile.compress.ICompressor;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.xerial.snappy.Snappy;

/**
 * Compresses pages from one buffer into another without arrays in between, so that the library's decompressors read them.
 * Keeps nothing; thread-safe.
 */
final class PageCompressor {
    /** The library takes the highest level, which is some hundred times slower for a few percent. */
    private static final int ZSTD_LEVEL = Zstd.defaultCompressionLevel();

    private static final LZ4Compressor LZ4 =
            ICompressor.LZ4Compressor.getFactory().fastCompressor();

    private PageCompressor() {}

    /** Appends the compressed form of {@code source[offset..offset + length)}, which is another buffer's, to {@code target}. */
    static void compress(CompressionType type, byte[] source, int offset, int length, PageBuffer target) {
        try {
            switch (type) {
                case UNCOMPRESSED -> target.put(source, offset, length);
                case LZ4 -> {
                    int most = LZ4.maxCompressedLength(length);
                    byte[] array = target.reserve(most);
                    target.advance(LZ4.compress(source, offset, length, array, target.size(), most));
                }
                case ZSTD -> {
                    long most = Zstd.compressBound(length);
                    byte[] array = target.reserve(most);
                    long made = Zstd.compressByteArray(
                            array, target.size(), (int) most, source, offset, length, ZSTD_LEVEL);
                    if (Zstd.isError(made)) {
                        throw new IOException(Zstd.getErrorName(made));
                    }
                    target.advance((int) made);
                }
                case SNAPPY -> {
                    byte[] array = target.reserve(Snappy.maxCompressedLength(length));
                    target.advance(Snappy.compress(source, offset, length, array, target.size()));
                }
                default -> {
                    byte[] compressed = ICompressor.getCompressor(type).compress(source, offset, length);
                    target.put(compressed, 0, compressed.length);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compress a page into memory", e);
        }
    }
}
