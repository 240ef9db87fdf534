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
package io.tsfile.core.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.testing.ObjectRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weaving rows into a vector gives what setting them one by one in a list of objects gives. */
class WeaveTest {
    private static final int FIRST = 3;

    @ParameterizedTest
    @EnumSource(
            value = TSDataType.class,
            names = {"VECTOR", "UNKNOWN", "OBJECT"},
            mode = EnumSource.Mode.EXCLUDE)
    void putsEachRowInItsPlace(TSDataType type) {
        Weave weave = new Weave();
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            int nulls = random.nextInt(3) * 30;
            @Nullable Vector[] sources = new Vector[1 + random.nextInt(12)];
            for (int i = 0; i < sources.length; i++) {
                sources[i] = nulls > 0 && random.nextInt(5) == 0 ? null : values(type, 150, nulls, random);
            }
            int rows = 1 + random.nextInt(200);
            List<@Nullable Object> expected = new ArrayList<>();
            // What is there before stays.
            Vector woven = values(type, FIRST, nulls, random);
            for (int i = 0; i < FIRST; i++) {
                expected.add(ObjectRow.read(woven, i));
            }
            for (int row = 0; row < rows; row++) {
                expected.add(null);
            }

            weave.clear(0);
            for (int i = 0; i < sources.length; i++) {
                add(weave, i, rows, random);
            }
            // Of a full column, each row has a value.
            weave.add(0, 0, Math.min(rows, 150));
            weave.setRows(Math.min(rows, 150));
            place(weave, sources, expected, random);
            woven.appendWoven(sources, weave);

            List<@Nullable Object> actual = new ArrayList<>();
            for (int i = 0; i < woven.size(); i++) {
                actual.add(ObjectRow.read(woven, i));
            }
            assertThat(actual).as("seed %d", seed).isEqualTo(expected.subList(0, FIRST + weave.rows()));
        }
    }

    private static void add(Weave weave, int source, int rows, Random random) {
        int start = random.nextInt(100);
        weave.add(source, start, random.nextInt(Math.min(50, Math.min(rows, 150))));
    }

    /** Gives ascending places to the rows of each source, and all places to those of the last. */
    private static void place(Weave weave, @Nullable Vector[] sources, List<@Nullable Object> expected, Random random) {
        int at = 0;
        for (int i = 0; i < weave.count(); i++) {
            int length = weave.length(i);
            int[] places = random.ints(0, weave.rows())
                    .distinct()
                    .limit(length)
                    .sorted()
                    .toArray();
            for (int k = 0; k < length; k++) {
                weave.targets()[at + k] = places[k];
                Vector source = sources[weave.source(i)];
                Object value = source == null ? null : ObjectRow.read(source, weave.start(i) + k);
                if (value != null) {
                    expected.set(FIRST + places[k], value);
                }
            }
            at += length;
        }
    }

    private static Vector values(TSDataType type, int count, int nulls, Random random) {
        Vector vector = Vector.of(type, count);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(100) < nulls) {
                vector.appendNull();
            } else if (vector instanceof BooleanVector booleans) {
                booleans.append(random.nextBoolean());
            } else if (vector instanceof IntVector ints) {
                ints.append(random.nextInt());
            } else if (vector instanceof LongVector longs) {
                longs.append(random.nextLong());
            } else if (vector instanceof FloatVector floats) {
                floats.append(random.nextFloat());
            } else if (vector instanceof DoubleVector doubles) {
                doubles.append(random.nextDouble());
            } else if (vector instanceof BinaryVector binaries) {
                byte[] bytes = new byte[random.nextInt(5)];
                random.nextBytes(bytes);
                binaries.append(bytes, 0, bytes.length);
            }
        }
        return vector;
    }
}
