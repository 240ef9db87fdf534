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
package io.tsfile.core.format.read;

import com.github.luben.zstd.Zstd;
import io.tsfile.core.encoding.MalformedPageException;
import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.format.EncodedChunk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.XZInputStream;
import org.xerial.snappy.Snappy;

/**
 * Decompresses pages, each into the same buffer: what it returns is valid until the next page. Not thread-safe.
 *
 * <p>The codecs are the format's, called directly and not through the library: its wrappers let a damaged page write behind
 * the buffer (SNAPPY trusts the length in the page's first bytes), make as many bytes of it as it likes before looking at
 * their number (GZIP, LZMA2), and copy it twice.
 */
/*
 * A wrong size must take no memory: before the buffer grows, the size that the page's head says is held against what the codec
 * itself says of the bytes, where it says something, and against the most that it can make of so many bytes.
 */
final class PageDecompressor {
    /** Bytes that any page may have, however short it is compressed. */
    private static final int SLACK = 64 << 10;

    /** KiB that a dictionary of LZMA2 may take: that of the strongest preset, and some. */
    private static final int LZMA2_MEMORY = 66 << 10;

    /** A dictionary of 8 MiB is not made anew for each page. */
    private static final ArrayCache LZMA2_ARRAYS = BasicArrayCache.getInstance();

    private static final LZ4SafeDecompressor LZ4 = safeLz4();

    private byte[] buffer = new byte[0];

    /**
     * Decompresses a page.
     *
     * @param array with the page at {@code array[from..from + compressedSize)}, and {@link PageBytes#PADDING} bytes behind it
     * @param size as the page's head has it
     * @return exactly {@code size} bytes; of an uncompressed page they are in {@code array}
     * @throws MalformedPageException if it is damaged
     */
    PageBytes decompress(CompressionType codec, byte[] array, int from, int compressedSize, int size) {
        checkSize(codec, array, from, compressedSize, size);
        if (codec == CompressionType.UNCOMPRESSED) {
            return new PageBytes(array, from, from + size);
        }
        if (buffer.length < size + PageBytes.PADDING) {
            buffer = new byte[size + PageBytes.PADDING + (size >> 2)];
        }
        long made;
        try {
            made = uncompress(codec, array, from, compressedSize, size);
        } catch (IOException | RuntimeException e) {
            throw new MalformedPageException("expected " + compressedSize + " bytes of " + codec + " (" + e + ")", e);
        }
        if (made != size) {
            throw new MalformedPageException("expected " + size + " bytes of " + codec + ", and there are "
                    + (codec == CompressionType.ZSTD && Zstd.isError(made) ? Zstd.getErrorName(made) : made));
        }
        return new PageBytes(buffer, 0, size);
    }

    /** How many bytes there are now in the buffer, or a code of an error. */
    private long uncompress(CompressionType codec, byte[] array, int from, int length, int size) throws IOException {
        return switch (codec) {
            case LZ4 -> LZ4.decompress(array, from, length, buffer, 0, size);
            case SNAPPY -> Snappy.uncompress(array, from, length, buffer, 0);
            case ZSTD -> Zstd.decompressByteArray(buffer, 0, size, array, from, length);
            case GZIP -> readAll(new GZIPInputStream(bytes(array, from, length), length), size);
            case LZMA2 ->
                readAll(new XZInputStream(bytes(array, from, length), LZMA2_MEMORY, true, LZMA2_ARRAYS), size);
            default -> throw new IOException("compression " + codec + " is unknown");
        };
    }

    private static void checkSize(CompressionType codec, byte[] array, int from, int compressedSize, int size) {
        long most = codec == CompressionType.UNCOMPRESSED
                ? compressedSize
                : Math.min(SLACK + compressedSize * expansion(codec), EncodedChunk.MOST_PAGE_BYTES);
        if (size > most) {
            throw new MalformedPageException(
                    "a page of " + compressedSize + " bytes of " + codec + " that says that it has " + size);
        }
        long said;
        try {
            said = sizeInside(codec, array, from, compressedSize, size);
        } catch (MalformedPageException e) {
            throw new MalformedPageException("a page of " + codec + " without its size (" + e.getMessage() + ")", e);
        }
        if (said != size) {
            throw new MalformedPageException("a page of " + codec + " whose head says that it has " + size
                    + " bytes, and it says itself that it has " + said);
        }
    }

    /** What the compressed bytes say themselves of their size; {@code size} if they say nothing. */
    private static long sizeInside(CompressionType codec, byte[] array, int from, int length, int size) {
        return switch (codec) {
            case UNCOMPRESSED -> length;
            // The codec writes so many bytes, whether the buffer has room for them or not.
            case SNAPPY -> new HeaderReader(array, from, from + length).varInt();
            case ZSTD -> {
                long content = Zstd.getFrameContentSize(array, from, length);
                // Below zero, or 0 in earlier versions: not there, or no such frame.
                yield content <= 0 ? size : content;
            }
            case GZIP -> {
                // The last 4 bytes, the lowest first.
                int last = Math.max(0, length - Integer.BYTES);
                yield Integer.reverseBytes(new HeaderReader(array, from + last, from + length).int32());
            }
            default -> size;
        };
    }

    /** How many bytes one byte can become at most. */
    private static long expansion(CompressionType codec) {
        return switch (codec) {
            case LZ4, SNAPPY -> 256;
            case GZIP -> 1100;
            // Measured on zeros: 7,000.
            case LZMA2 -> 1 << 14;
            // A block of 128 KiB of one byte takes 4 bytes.
            default -> 1 << 15;
        };
    }

    private static InputStream bytes(byte[] array, int from, int length) {
        return new ByteArrayInputStream(array, from, length);
    }

    /** Reads what must be exactly {@code size} bytes into the buffer; the check at the end of the data included. */
    private long readAll(InputStream in, int size) throws IOException {
        try (in) {
            int made = in.readNBytes(buffer, 0, size);
            return in.read() < 0 ? made : size + 1L;
        }
    }

    /** The native one checks its bounds; where there is none, the library would fall back to one that does not. */
    private static LZ4SafeDecompressor safeLz4() {
        try {
            return LZ4Factory.nativeInstance().safeDecompressor();
        } catch (LinkageError | AssertionError | RuntimeException e) {
            return LZ4Factory.safeInstance().safeDecompressor();
        }
    }
}
