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

import java.util.Map;
import org.apache.tsfile.encoding.encoder.Encoder;
import org.apache.tsfile.encoding.encoder.TSEncodingBuilder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.junit.jupiter.api.Nested;

/** FLOAT and DOUBLE as scaled whole numbers: what the library makes of any values, lossy or not, we read as it does. */
class ScaledDecodingTest {
    @Nested
    class Delta extends Contract {
        Delta() {
            super(TSEncoding.TS_2DIFF, 0);
        }
    }

    @Nested
    class DeltaOfTwoDecimals extends Contract {
        DeltaOfTwoDecimals() {
            super(TSEncoding.TS_2DIFF, 2);
        }
    }

    @Nested
    class DeltaOfManyDecimals extends Contract {
        DeltaOfManyDecimals() {
            super(TSEncoding.TS_2DIFF, 25);
        }
    }

    @Nested
    class Rle extends Contract {
        Rle() {
            super(TSEncoding.RLE, 2);
        }
    }

    private abstract static class Contract extends DecodingContract {
        private final int decimals;

        Contract(TSEncoding encoding, int decimals) {
            super(encoding, TSDataType.FLOAT, TSDataType.DOUBLE);
            this.decimals = decimals;
        }

        @Override
        Encoder libraryEncoder(TSDataType type) {
            TSEncodingBuilder builder = TSEncodingBuilder.getEncodingBuilder(encoding());
            builder.initFromProps(Map.of(Encoder.MAX_POINT_NUMBER, String.valueOf(decimals)));
            return builder.getEncoder(type);
        }
    }
}
