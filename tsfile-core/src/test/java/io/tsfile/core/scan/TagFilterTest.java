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
package io.tsfile.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TagFilterTest {
    private static final TableSchema TABLE = TableSchema.ofTable(
            "t", List.of(Column.tag("site"), Column.tag("machine"), Column.field("v", TSDataType.INT64)));
    private static final TableSchema TREE = TableSchema.ofTree("t", List.of(Column.field("v", TSDataType.INT64)));
    private static final String[] VALUES = {null, "", "a", "ab", "b", "ba", "c", "d"};

    private static final String[] PREFIXES = {"", "a", "b", "bb", "d"};

    @Test
    void namesTheDevicesWhereEveryTagIsNamed() {
        TagPredicate site = in(0, "a", "b");
        assertThat(known(TABLE, TagPredicate.isNull(1), site).orElseThrow())
                .containsExactly(Devices.ofTable("t", "a"), Devices.ofTable("t", "b"));
        assertThat(known(TABLE, site)).isEmpty();
        assertThat(known(TABLE, site, in(1, many(501)))).isEmpty();
        assertThat(known(TABLE, site, in(1, many(500))).orElseThrow()).hasSize(1000);
        assertThat(known(TABLE, TagPredicate.any(List.of(site, in(0, "c"))), in(1, "m"), in(0, "b", "c", "d"))
                        .orElseThrow())
                .containsExactly(Devices.ofTable("t", "b", "m"), Devices.ofTable("t", "c", "m"));
        assertThat(known(TABLE, site, TagPredicate.any(List.of(in(0, "a"), in(1, "m")))))
                .isEmpty();
        assertThat(known(TABLE, in(0, "a"), in(0, "b"), in(1, "m")).orElseThrow())
                .isEmpty();
    }

    @Test
    void namesTheDevicesOfPaths() {
        assertThat(known(TREE, in(TagPredicate.PATH, "root.a.b.c")).orElseThrow())
                .containsExactly(Devices.ofPath("root.a.b.c"));
        // Never shown like that, and no path.
        assertThat(known(TREE, in(TagPredicate.PATH, "root.`a`.b"))).isEmpty();
        assertThat(known(TREE, in(TagPredicate.PATH, "root..b"))).isEmpty();
    }

    @Test
    void leavesOutRangesOfDevicesThatCannotMatch() {
        DeviceRange range = new DeviceRange(Devices.ofTable("t", "b", "m1"), Devices.ofTable("t", "d", "m0"));
        assertThat(in(0, "a", "e").filter().mayMatch(range)).isFalse();
        assertThat(in(0, "a", "c").filter().mayMatch(range)).isTrue();
        assertThat(in(0, "d").filter().mayMatch(range)).isTrue();
        assertThat(in(1, "z").filter().mayMatch(range)).isTrue();
        assertThat(TagPredicate.isNull(0).filter().mayMatch(range)).isFalse();
        assertThat(TagPredicate.any(List.of(in(0, "a"), TagPredicate.isNull(0)))
                        .filter()
                        .mayMatch(range))
                .isFalse();

        DeviceRange site = new DeviceRange(Devices.ofTable("t", "b"), Devices.ofTable("t", "b", "m5"));
        assertThat(in(1, "m6").filter().mayMatch(site)).isFalse();
        assertThat(in(1, "m5").filter().mayMatch(site)).isTrue();
        assertThat(TagPredicate.isNull(1).filter().mayMatch(site)).isTrue();
        assertThat(in(0, "b").not().filter().mayMatch(site)).isFalse();
        DeviceRange nulls = new DeviceRange(Devices.ofTable("t"), Devices.ofTable("t"));
        assertThat(TagPredicate.isNull(0).not().filter().mayMatch(nulls)).isFalse();
        assertThat(in(0, "").filter().mayMatch(nulls)).isFalse();
        assertThat(in(0, "").not().filter().mayMatch(nulls)).isFalse();
    }

    @Test
    void leavesOutRangesWithoutThePrefix() {
        DeviceRange range = new DeviceRange(Devices.ofTable("t", "b", "m1"), Devices.ofTable("t", "dab", "m0"));
        assertThat(TagPredicate.startsWith(0, "a").filter().mayMatch(range)).isFalse();
        assertThat(TagPredicate.startsWith(0, "b").filter().mayMatch(range)).isTrue();
        assertThat(TagPredicate.startsWith(0, "c").filter().mayMatch(range)).isTrue();
        assertThat(TagPredicate.startsWith(0, "da").filter().mayMatch(range)).isTrue();
        assertThat(TagPredicate.startsWith(0, "daa").filter().mayMatch(range)).isTrue();
        assertThat(TagPredicate.startsWith(0, "dac").filter().mayMatch(range)).isFalse();
        assertThat(TagPredicate.startsWith(1, "z").filter().mayMatch(range)).isTrue();

        DeviceRange same = new DeviceRange(Devices.ofTable("t", "ba"), Devices.ofTable("t", "bz"));
        assertThat(TagPredicate.startsWith(0, "b").not().filter().mayMatch(same))
                .isFalse();
    }

    @Test
    void neverLeavesOutADeviceThatMatches() {
        List<IDeviceID> devices = new ArrayList<>();
        for (String site : VALUES) {
            for (String machine : VALUES) {
                devices.add(Devices.ofTable("t", site, machine));
            }
        }
        devices.sort(null);
        for (int seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            TagPredicate predicate = predicate(random, 3);
            DeviceFilter filter = predicate.filter(TABLE);
            int from = random.nextInt(devices.size());
            int to = from + random.nextInt(devices.size() - from);
            DeviceRange range = new DeviceRange(devices.get(from), devices.get(to));
            String what = "seed " + seed + ", " + predicate.describe(TABLE) + ", " + range;
            Outcomes outcomes = predicate.outcomes(range);
            for (IDeviceID device : devices.subList(from, to + 1)) {
                Boolean value = predicate.test(device);
                assertThat(
                                value == null
                                        ? outcomes.mayBeUnknown()
                                        : value ? outcomes.mayBeTrue() : outcomes.mayBeFalse())
                        .as(what + ", " + device)
                        .isTrue();
            }
            assertThat(filter.exactly()
                            .map(known -> known.devices()
                                    .containsAll(devices.stream()
                                            .filter(filter::matches)
                                            .toList()))
                            .orElse(true))
                    .as(what)
                    .isTrue();
        }
    }

    @Test
    void readsAsSql() {
        TagPredicate site = in(0, "b", "a");
        TagPredicate machine = TagPredicate.isNull(1);
        assertThat(TagPredicate.all(List.of(site, machine)).describe(TABLE))
                .isEqualTo("site IN (a, b) AND machine IS NULL");
        assertThat(TagPredicate.all(List.of(site.not(), TagPredicate.any(List.of(machine.not(), in(1, many(7))))))
                        .describe(TABLE))
                .isEqualTo(
                        "NOT site IN (a, b) AND (machine IS NOT NULL OR machine IN (m0, m1, m2, m3, m4, and 2 more))");
        assertThat(in(TagPredicate.PATH, "root.a").describe(TREE)).isEqualTo("device IN (root.a)");
        assertThat(TagPredicate.startsWith(0, "we").describe(TABLE)).isEqualTo("site LIKE we%");
    }

    private static TagPredicate predicate(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 6)) {
            case 5 -> predicate(random, depth - 1).not();
            case 2 -> TagPredicate.startsWith(random.nextInt(2), PREFIXES[random.nextInt(PREFIXES.length)]);
            case 0 -> {
                List<String> values = new ArrayList<>();
                for (@Nullable String value : VALUES) {
                    if (value != null && random.nextInt(3) == 0) {
                        values.add(value);
                    }
                }
                yield TagPredicate.in(random.nextInt(2), values);
            }
            case 1 -> TagPredicate.isNull(random.nextInt(2));
            case 3 -> TagPredicate.all(parts(random, depth));
            default -> TagPredicate.any(parts(random, depth));
        };
    }

    private static List<TagPredicate> parts(Random random, int depth) {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(any -> predicate(random, depth - 1))
                .toList();
    }

    private static Optional<List<IDeviceID>> known(TableSchema schema, TagPredicate... all) {
        return TagPredicate.all(List.of(all)).filter(schema).exactly().map(DeviceScope.Exactly::devices);
    }

    private static TagPredicate in(int tag, String... values) {
        return TagPredicate.in(tag, List.of(values));
    }

    private static String[] many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new);
    }
}
