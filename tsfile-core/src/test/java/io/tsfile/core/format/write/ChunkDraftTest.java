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

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.format.Encodings;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the length of a page's beginning tells of the page. */
class ChunkDraftTest {
    private static final int PAGE_ROWS = 9000;
    /** LZ4 may find some bytes more where it knows what follows. */
    private static final int TRIFLE = 64;

    private final ColumnPages column = new ColumnPages(PAGE_ROWS);
    private final ChunkDraft draft = new ChunkDraft();

    @ParameterizedTest
    @EnumSource(ColumnShape.class)
    void aBeginningTakesNoMoreThanThePage(ColumnShape shape) {
        LongVector times = AdaptiveEncodingTest.times(2 * PAGE_ROWS);
        Vector values = shape.column(2 * PAGE_ROWS, 1);
        ValueCodec codec = new ValueCodec(Encodings.of(shape.type), shape.type);
        codec.prepare(values, 0, values.size());
        column.ofSeries(times, values);
        for (int page = 0; page < 2; page++) {
            long whole = bytes(page, column.valueCount(page), codec);
            for (int count : new int[] {1, 100, 1234, PAGE_ROWS / 2, PAGE_ROWS - 1}) {
                assertThat(bytes(page, count, codec))
                        .as("%d values of page %d", count, page)
                        .isLessThan(whole + TRIFLE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ColumnShape.class)
    void aWholePageTakesWhatItTakesInTheChunk(ColumnShape shape) {
        Vector values = shape.column(PAGE_ROWS + 17, 2);
        ValueCodec codec = new ValueCodec(Encodings.of(shape.type), shape.type);
        column.ofSeries(AdaptiveEncodingTest.times(values.size()), values);
        assertThat(draft.make(column, codec, Optional.of(Encodings.COMPRESSION)))
                .isTrue();
        long[] lengths = {draft.stored().length(0), draft.stored().length(1)};
        for (int page = 0; page < 2; page++) {
            assertThat(draft.pageBytes(
                            column, page, column.valueCount(page), codec, Optional.of(Encodings.COMPRESSION)))
                    .isEqualTo(lengths[page]);
        }
    }

    private long bytes(int page, int count, ValueCodec codec) {
        return draft.pageBytes(column, page, count, codec, Optional.empty());
    }
}
