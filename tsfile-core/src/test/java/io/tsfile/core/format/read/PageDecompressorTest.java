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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tsfile.core.encoding.MalformedPageException;
import io.tsfile.core.encoding.PageBytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.apache.tsfile.compress.ICompressor;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the library compressed comes back, and what is damaged is refused, before memory is taken for it. */
class PageDecompressorTest {
    private static final int SIZE = 5000;

    private final byte[] plain = new byte[SIZE];
    private final PageDecompressor decompressor = new PageDecompressor();

    PageDecompressorTest() {
        Random random = new Random(3);
        for (int i = 0; i < SIZE; i++) {
            plain[i] = (byte) (i % 100 < 60 ? 0 : random.nextInt(20));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionType.class,
            names = {"UNCOMPRESSED", "LZ4", "SNAPPY", "ZSTD", "GZIP", "LZMA2"})
    void pagesComeBack(CompressionType codec) throws IOException {
        byte[] compressed = compress(codec, plain);
        byte[] array = new byte[7 + compressed.length + PageBytes.PADDING];
        System.arraycopy(compressed, 0, array, 7, compressed.length);
        for (int i = 0; i < 3; i++) {
            PageBytes page = decompressor.decompress(codec, array, 7, compressed.length, SIZE);
            assertThat(Arrays.copyOfRange(page.array(), page.from(), page.to())).isEqualTo(plain);
        }
        // A shorter page afterwards does not see the longer one.
        byte[] few = Arrays.copyOf(plain, 100);
        byte[] second = compress(codec, few);
        PageBytes page = decompressor.decompress(
                codec, Arrays.copyOf(second, second.length + PageBytes.PADDING), 0, second.length, 100);
        assertThat(page.length()).isEqualTo(100);
        assertThat(Arrays.copyOfRange(page.array(), page.from(), page.to())).isEqualTo(few);
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionType.class,
            names = {"UNCOMPRESSED", "LZ4", "SNAPPY", "ZSTD", "GZIP", "LZMA2"})
    void otherSizesAreRefusedWithoutTakingMemory(CompressionType codec) throws IOException {
        byte[] compressed = compress(codec, plain);
        byte[] array = Arrays.copyOf(compressed, compressed.length + PageBytes.PADDING);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        decompressor.decompress(codec, array, 0, compressed.length, SIZE);
        for (int size : new int[] {1, SIZE - 1, SIZE + 1, 2 * SIZE, 1 << 30, Integer.MAX_VALUE}) {
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(() -> decompressor.decompress(codec, array, 0, compressed.length, size))
                    .as("size %d", size)
                    .isInstanceOf(MalformedPageException.class);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("size %d", size)
                    .isLessThan(32 << 20);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionType.class,
            names = {"LZ4", "SNAPPY", "ZSTD", "GZIP", "LZMA2"})
    void damagedBytesGiveAPageOfThatSizeOrAnError(CompressionType codec) throws IOException {
        byte[] compressed = compress(codec, plain);
        Random random = new Random(5);
        int errors = 0;
        for (int i = 0; i < compressed.length; i++) {
            byte[] array = Arrays.copyOf(compressed, compressed.length + PageBytes.PADDING);
            array[i] ^= (byte) (1 + random.nextInt(255));
            // Cut at the end, too.
            int length = i % 3 == 0 ? i : compressed.length;
            try {
                assertThat(decompressor
                                .decompress(codec, array, 0, length, SIZE)
                                .length())
                        .isEqualTo(SIZE);
            } catch (MalformedPageException e) {
                assertThat(e.getMessage()).contains(codec.name());
                errors++;
            }
        }
        assertThat(errors).isGreaterThan(compressed.length / 4);
    }

    /** Behind the last byte of the buffer there are other pages' bytes, or another object of the heap. */
    @ParameterizedTest
    @EnumSource(
            value = CompressionType.class,
            names = {"LZ4", "SNAPPY", "ZSTD", "GZIP", "LZMA2"})
    void aPageThatIsLongerThanItsHeadSaysIsNotWrittenBehindTheBuffer(CompressionType codec) throws IOException {
        byte[] compressed = compress(codec, new byte[SIZE]);
        byte[] array = Arrays.copyOf(compressed, compressed.length + PageBytes.PADDING);
        assertThatThrownBy(() -> decompressor.decompress(codec, array, 0, compressed.length, 100))
                .isInstanceOf(MalformedPageException.class);
        byte[] other = compress(codec, plain);
        PageBytes page = decompressor.decompress(
                codec, Arrays.copyOf(other, other.length + PageBytes.PADDING), 0, other.length, SIZE);
        assertThat(Arrays.copyOfRange(page.array(), page.from(), page.to())).isEqualTo(plain);
    }

    private static byte[] compress(CompressionType codec, byte[] bytes) throws IOException {
        return codec == CompressionType.UNCOMPRESSED
                ? bytes
                : ICompressor.getCompressor(codec).compress(bytes);
    }
}
