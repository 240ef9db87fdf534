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
package io.tsfile.core.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.encoding.encode.PageEncoders;
import io.tsfile.core.vector.Vector;
import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Test;

/** What the encoders of every encoding that we write must do, beside what its decoders must. */
abstract class EncodingContract extends DecodingContract {
    EncodingContract(TSEncoding encoding, TSDataType... types) {
        super(encoding, types);
    }

    /** A new encoder of ours. */
    ValueEncoder encoder(TSDataType type) {
        return PageEncoders.of(encoding(), type);
    }

    /** Whether the encoder has to keep these values; it may always refuse others, never give back something else. */
    boolean mustKeep(Vector values) {
        return true;
    }

    /** Clears bits of a page of the library that are neither of a value nor always the same. */
    void clearFillBits(TSDataType type, byte[] page) {}

    @Test
    void writesTheLibrarysBytesWhereTheyKeepAllValues() {
        forAllPages((values, what, random) -> {
            byte[] expected = libraryPage(values);
            PageBuffer page = new PageBuffer(0);

            boolean kept = encoder(values.type()).encode(values, 0, values.size(), page);

            boolean libraryKeeps =
                    firstDifference(libraryValues(values.type(), expected, values.size()), values) == values.size();
            if (kept && libraryKeeps) {
                clearFillBits(values.type(), expected);
                int mismatch = Arrays.mismatch(page.toByteArray(), expected);
                assertThat(mismatch).as(what + ", first byte that differs").isEqualTo(-1);
            }
        });
    }

    @Test
    void libraryReadsTheSameBitsFromWhatIsWritten() {
        forAllPages((values, what, random) -> {
            PageBuffer page = new PageBuffer(0);

            boolean kept = encoder(values.type()).encode(values, 0, values.size(), page);

            assertThat(kept || !mustKeep(values)).as(what + ", kept").isTrue();
            if (kept) {
                assertSame(libraryValues(values.type(), page.toByteArray(), values.size()), values, what);
            }
        });
    }

    @Test
    void encodesRangesOneAfterTheOtherBehindWhatIsThere() {
        forAllPages((values, what, random) -> {
            ValueEncoder encoder = encoder(values.type());
            int from = random.nextInt(values.size());
            int to = from + random.nextInt(values.size() - from + 1);
            PageBuffer alone = new PageBuffer(0);
            boolean keptAlone = encoder(values.type()).encode(values.slice(from, to), 0, to - from, alone);

            PageBuffer before = new PageBuffer(0);
            encoder.encode(values, 0, values.size(), before);
            PageBuffer page = new PageBuffer(0);
            page.putInt(0x01020304);
            boolean kept = encoder.encode(values, from, to, page);

            assertThat(kept).as(what).isEqualTo(keptAlone);
            if (kept) {
                PageBuffer expected = new PageBuffer(0);
                expected.putInt(0x01020304);
                expected.put(alone.array(), 0, alone.size());
                assertThat(page.toByteArray())
                        .as(what + " from " + from + " to " + to)
                        .isEqualTo(expected.toByteArray());
            }
        });
    }

    @Test
    void writesTheLibrarysBytesOfNoValues() {
        for (TSDataType type : types()) {
            Vector none = Vector.of(type, 0);
            PageBuffer page = new PageBuffer(0);

            assertThat(encoder(type).encode(none, 0, 0, page)).isTrue();

            assertThat(page.toByteArray()).as(type.name()).isEqualTo(libraryPage(none));
        }
    }
}
