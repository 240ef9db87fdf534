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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.encoding.decode.PageDecoders;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.tsfile.encoding.encoder.Encoder;
import org.apache.tsfile.encoding.encoder.TSEncodingBuilder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.utils.PublicBAOS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** GORILLA_V1, which is only read. The library's encoder keeps all values; its decoder stops at a NaN, and ours does not. */
class GorillaV1DecodingTest {
    private static final int[] SIZES = {1, 2, 127, 128, 129, 10_000};

    @ParameterizedTest
    @EnumSource(
            value = TSDataType.class,
            names = {"FLOAT", "DOUBLE"})
    void decodesWhatTheLibraryWrites(TSDataType type) throws IOException {
        for (int shape = 0; shape < 5; shape++) {
            for (int size : SIZES) {
                Vector values = values(type, shape, size);
                byte[] page = page(values);
                ValueDecoder decoder = PageDecoders.of(TSEncoding.GORILLA_V1, type, PageBytes.copyOf(page), size);
                Vector decoded = Vector.of(type, 0);
                int skipped = size / 3;
                decoder.skip(skipped);
                decoder.decode(decoded, size / 2 - skipped);
                decoder.decode(decoded, size - size / 2);
                for (int i = 0; i < decoded.size(); i++) {
                    assertThat(decoded.sameValue(i, values, skipped + i))
                            .as("value %s of %s, shape %s", skipped + i, size, shape)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TSDataType.class,
            names = {"FLOAT", "DOUBLE"})
    void refusesPagesThatAreCutOff(TSDataType type) throws IOException {
        Vector values = values(type, 1, 200);
        byte[] page = page(values);
        int needed = page(values.slice(0, 199)).length;
        for (int length = 0; length < needed - 20; length++) {
            PageBytes cut = PageBytes.copyOf(Arrays.copyOf(page, length));
            ValueDecoder decoder = PageDecoders.of(TSEncoding.GORILLA_V1, type, cut, 200);
            assertThatThrownBy(() -> decoder.decode(Vector.of(type, 0), 200))
                    .as("cut to %s", length)
                    .isInstanceOf(MalformedPageException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TSDataType.class,
            names = {"FLOAT", "DOUBLE"})
    void garbageGivesValuesOrAnError(TSDataType type) {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            ValueDecoder decoder = PageDecoders.of(TSEncoding.GORILLA_V1, type, PageBytes.copyOf(garbage), 1000);
            Vector decoded = Vector.of(type, 0);
            try {
                decoder.decode(decoded, 1000);
                assertThat(decoded.size()).as("round %s", round).isEqualTo(1000);
            } catch (MalformedPageException e) {
                assertThat(e).as("round %s", round).hasMessageContaining("expected");
            }
        }
    }

    private static byte[] page(Vector values) throws IOException {
        Encoder encoder =
                TSEncodingBuilder.getEncodingBuilder(TSEncoding.GORILLA_V1).getEncoder(values.type());
        PublicBAOS out = new PublicBAOS();
        for (int i = 0; i < values.size(); i++) {
            if (values instanceof DoubleVector doubles) {
                encoder.encode(doubles.get(i), out);
            } else {
                encoder.encode(((FloatVector) values).get(i), out);
            }
        }
        encoder.flush(out);
        return out.toByteArray();
    }

    private static Vector values(TSDataType type, int shape, int size) {
        Random random = new Random(shape);
        Vector values = Vector.of(type, size);
        double walk = 20;
        for (int i = 0; i < size; i++) {
            walk += random.nextInt(-20, 21) / 100.0;
            double value = switch (shape) {
                case 0 -> 12.5;
                case 1 -> walk;
                case 2 -> random.nextGaussian();
                case 3 -> random.nextBoolean() ? 0.0 : -0.0;
                default -> random.nextInt(5) == 0 ? Double.NaN : random.nextInt(3) * Float.MAX_VALUE;
            };
            if (values instanceof DoubleVector doubles) {
                doubles.append(value);
            } else {
                ((FloatVector) values).append((float) value);
            }
        }
        return values;
    }
}
