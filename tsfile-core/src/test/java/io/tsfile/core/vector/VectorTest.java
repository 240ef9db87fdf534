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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every operation against the same one on a list of boxed values. */
class VectorTest {
    @Test
    void knowsThatValuesFarBehindTheLastNullAreNone() {
        IntVector vector = (IntVector) Vector.of(TSDataType.INT32, 0);
        vector.appendNull();
        for (int i = 1; i < 1000; i++) {
            vector.append(i);
        }

        assertThat(vector.isNull(0)).isTrue();
        assertThat(vector.isNull(255)).isFalse();
        assertThat(vector.isNull(256)).isFalse();
        assertThat(vector.slice(500, 1000).nullCount()).isZero();
    }

    @Property
    void behavesLikeAListOfNullableValues(
            @ForAll("types") TSDataType type, @ForAll("operations") List<int[]> operations) {
        HeapMeter meter = new HeapMeter();
        Vector vector = Vector.of(type, 0, meter);
        List<@Nullable Object> model = new ArrayList<>();
        List<Vector> views = new ArrayList<>();
        List<List<@Nullable Object>> viewed = new ArrayList<>();
        for (int[] operation : operations) {
            int a = operation[1];
            int b = operation[2];
            switch (operation[0]) {
                case 0, 1, 2 -> model.add(append(vector, a));
                case 3 -> {
                    vector.appendNull();
                    model.add(null);
                }
                case 4 -> {
                    int count = a % 70;
                    vector.appendNulls(count);
                    for (int i = 0; i < count; i++) {
                        model.add(null);
                    }
                }
                case 5 -> {
                    Vector source = vector.slice(0, vector.size());
                    int from = model.isEmpty() ? 0 : a % model.size();
                    int to = from + (model.isEmpty() ? 0 : b % (model.size() - from + 1));
                    vector.append(source, from, to);
                    model.addAll(new ArrayList<>(model.subList(from, to)));
                }
                case 6 -> {
                    if (!model.isEmpty()) {
                        vector.append(vector.slice(0, vector.size()), a % model.size());
                        model.add(model.get(a % model.size()));
                    }
                }
                case 7 -> {
                    int[] positions = new int[b % 40];
                    List<@Nullable Object> gathered = new ArrayList<>();
                    for (int i = 0; i < positions.length && !model.isEmpty(); i++) {
                        positions[i] = (a + i * 7) % model.size();
                        gathered.add(model.get(positions[i]));
                    }
                    check(vector.gather(positions, gathered.size()), gathered);
                    int from = gathered.size() / 3;
                    vector.append(vector.view(), positions, from, gathered.size());
                    model.addAll(gathered.subList(from, gathered.size()));
                }
                case 8 -> {
                    views.add(vector.view());
                    viewed.add(new ArrayList<>(model));
                    // Another one takes in values of its own, which nobody else sees.
                    Vector other = vector.view();
                    List<@Nullable Object> grown = new ArrayList<>(model.subList(0, model.size() - model.size() / 4));
                    other.truncate(grown.size());
                    other.appendNull();
                    grown.add(null);
                    grown.add(append(other, b));
                    check(other, grown);
                    other.clear();
                    check(other, List.of());
                    check(other, new ArrayList<>(List.of(append(other, a))));
                }
                case 9 -> {
                    int[] starts = new int[b % 5];
                    int[] lengths = new int[starts.length];
                    List<@Nullable Object> runs = new ArrayList<>();
                    for (int i = 0; i < starts.length; i++) {
                        starts[i] = model.isEmpty() ? 0 : (a + 31 * i) % model.size();
                        lengths[i] = Math.min(model.size() - starts[i], b % 90);
                        runs.addAll(model.subList(starts[i], starts[i] + lengths[i]));
                    }
                    vector.appendRuns(vector.view(), starts, lengths, starts.length);
                    model.addAll(runs);
                }
                case 10 -> {
                    int size = model.isEmpty() ? 0 : a % model.size();
                    // What a view shares is not written again, so only values that none holds are cut off.
                    if (views.isEmpty()) {
                        vector.truncate(size);
                        model.subList(size, model.size()).clear();
                    }
                }
                default -> {
                    if (views.isEmpty()) {
                        vector.clear();
                        model.clear();
                    }
                }
            }
            check(vector, model);
            assertThat(meter.bytes()).isEqualTo(vector.bytes());
        }
        for (int i = 0; i < views.size(); i++) {
            check(views.get(i), viewed.get(i));
        }
    }

    @Test
    void keepsEveryBitOfANumber() {
        DoubleVector doubles = (DoubleVector) Vector.of(TSDataType.DOUBLE, 1);
        FloatVector floats = (FloatVector) Vector.of(TSDataType.FLOAT, 1);
        long payload = 0x7ff8_0000_dead_beefL;
        doubles.append(Double.longBitsToDouble(payload));
        doubles.append(-0.0);
        doubles.append(0.0);
        floats.append(Float.intBitsToFloat(0x7fc0_beef));
        Vector copy = doubles.gather(new int[] {0, 1}, 2);

        assertThat(Double.doubleToRawLongBits(((DoubleVector) copy).get(0))).isEqualTo(payload);
        assertThat(copy.sameValue(0, doubles, 0)).isTrue();
        assertThat(copy.sameValue(1, doubles, 1)).isTrue();
        assertThat(copy.sameValue(1, doubles, 2)).isFalse();
        assertThat(Float.floatToRawIntBits(floats.get(0))).isEqualTo(0x7fc0_beef);
    }

    @Test
    void tellsAnEmptyStringFromANull() {
        BinaryVector strings = (BinaryVector) Vector.of(TSDataType.STRING, 0);
        strings.append(new byte[0]);
        strings.appendNull();
        strings.append("xäy".getBytes(StandardCharsets.UTF_8), 1, 2);

        assertThat(strings.isNull(0)).isFalse();
        assertThat(strings.isNull(1)).isTrue();
        assertThat(strings.length(0)).isZero();
        assertThat(strings.length(1)).isZero();
        assertThat(strings.getString(2)).isEqualTo("ä");
        assertThat(strings.sameValue(0, strings, 1)).isFalse();
    }

    @Test
    void bytesGrowWithTheValues() {
        for (TSDataType type : List.of(TSDataType.INT64, TSDataType.BLOB)) {
            Vector vector = Vector.of(type, 0);
            long empty = vector.bytes();
            for (int i = 0; i < 10_000; i++) {
                append(vector, i);
            }
            assertThat(vector.bytes()).isGreaterThan(empty + 10_000 * 4L);
        }
    }

    @Test
    void refusesTypesThatAreNoValues() {
        assertThatThrownBy(() -> Vector.of(TSDataType.VECTOR, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    static Arbitrary<TSDataType> types() {
        return Arbitraries.of(
                TSDataType.BOOLEAN,
                TSDataType.INT32,
                TSDataType.INT64,
                TSDataType.FLOAT,
                TSDataType.DOUBLE,
                TSDataType.TEXT,
                TSDataType.STRING,
                TSDataType.BLOB,
                TSDataType.DATE,
                TSDataType.TIMESTAMP);
    }

    @Provide
    static Arbitrary<List<int[]>> operations() {
        return Arbitraries.integers()
                .between(0, 11)
                .flatMap(operation -> Arbitraries.integers()
                        .between(0, 1000)
                        .array(int[].class)
                        .ofSize(2)
                        .map(n -> new int[] {operation, n[0], n[1]}))
                .list()
                .ofMaxSize(20);
    }

    private static void check(Vector vector, List<@Nullable Object> model) {
        assertThat(vector.size()).isEqualTo(model.size());
        assertThat(vector.nullCount())
                .isEqualTo((int) model.stream().filter(v -> v == null).count());
        assertThat(vector.hasNulls()).isEqualTo(vector.nullCount() > 0);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            values.add(vector.isNull(i) ? null : value(vector, i));
        }
        assertThat(values).isEqualTo(model);
    }

    /** Appends a value made of {@code seed} and returns it. */
    private static Object append(Vector vector, int seed) {
        if (vector instanceof BooleanVector booleans) {
            booleans.append(seed % 2 == 0);
            return seed % 2 == 0;
        } else if (vector instanceof IntVector ints) {
            ints.append(seed - 500);
            return seed - 500;
        } else if (vector instanceof LongVector longs) {
            longs.append(seed * 0x1_0000_0001L);
            return seed * 0x1_0000_0001L;
        } else if (vector instanceof FloatVector floats) {
            floats.append(seed / 7f);
            return seed / 7f;
        } else if (vector instanceof DoubleVector doubles) {
            doubles.append(seed / 7d);
            return seed / 7d;
        }
        String text = "v".repeat(seed % 20) + (seed % 20 == 0 ? "" : seed);
        ((BinaryVector) vector).append(text.getBytes(StandardCharsets.UTF_8));
        return text;
    }

    private static Object value(Vector vector, int index) {
        if (vector instanceof BooleanVector booleans) {
            return booleans.get(index);
        } else if (vector instanceof IntVector ints) {
            return ints.get(index);
        } else if (vector instanceof LongVector longs) {
            return longs.get(index);
        } else if (vector instanceof FloatVector floats) {
            return floats.get(index);
        } else if (vector instanceof DoubleVector doubles) {
            return doubles.get(index);
        }
        BinaryVector binaries = (BinaryVector) vector;
        assertThat(binaries.get(index)).isEqualTo(binaries.getString(index).getBytes(StandardCharsets.UTF_8));
        return binaries.getString(index);
    }

    @Test
    void tellsNullsInBulk() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Vector vector = Vector.of(TSDataType.BOOLEAN, 1);
            Vector present = Vector.of(TSDataType.BOOLEAN, 1);
            int size = random.nextInt(400);
            int runs = 1 + random.nextInt(100);
            boolean isNull = false;
            for (int i = 0; i < size; i++) {
                isNull ^= random.nextInt(runs) == 0;
                if (isNull) {
                    vector.appendNull();
                } else {
                    ((BooleanVector) vector).append(random.nextBoolean());
                    present.append(vector, i);
                }
            }
            for (int from = 0; from < size; from += 1 + random.nextInt(70)) {
                long bits = vector.nullBits(from);
                for (int k = 0; k < 64; k++) {
                    assertThat(bits >>> k & 1)
                            .as("seed %d, value %d", seed, from + k)
                            .isEqualTo(from + k < size && vector.isNull(from + k) ? 1 : 0);
                }
            }
            int from = random.nextInt(size + 1);
            int to = from + random.nextInt(size - from + 1);
            assertThat(vector.presentCount(from, to)).as("seed %d", seed).isEqualTo((int)
                    IntStream.range(from, to).filter(i -> !vector.isNull(i)).count());
            Vector gathered = Vector.of(TSDataType.BOOLEAN, 1);
            gathered.appendPresent(vector);
            assertThat(gathered.size()).as("seed %d", seed).isEqualTo(present.size());
            for (int i = 0; i < present.size(); i++) {
                assertThat(gathered.sameValue(i, present, i))
                        .as("seed %d", seed)
                        .isTrue();
            }
        }
    }
}
