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
package io.tsfile.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.spark.read.DeviceCondition.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;

class DeviceConditionsTest {
    private static final TableSchema TABLE = TableSchema.ofTable(
            "t", List.of(Column.tag("site"), Column.tag("machine"), Column.field("v", TSDataType.INT64)));
    private static final TableSchema TREE = TableSchema.ofTree("t", List.of(Column.field("v", TSDataType.INT64)));

    @Test
    void namesTheDevicesWhereEveryTagIsNamed() {
        DeviceCondition site = in(0, "a", "b");
        DeviceCondition machine = new DeviceCondition("machine", 1, Kind.NULL, new TreeSet<>());
        assertThat(KnownDevices.of(TABLE, List.of(machine, site)).orElseThrow().devices())
                .containsExactly(Devices.ofTable("t", "a"), Devices.ofTable("t", "b"));
        assertThat(KnownDevices.of(TABLE, List.of(site))).isEmpty();
        assertThat(KnownDevices.of(TABLE, List.of(site, in(1, many(501))))).isEmpty();
        assertThat(KnownDevices.of(TABLE, List.of(site, in(1, many(500))))
                        .orElseThrow()
                        .devices())
                .hasSize(1000);
    }

    @Test
    void namesTheDevicesOfPaths() {
        assertThat(KnownDevices.of(TREE, List.of(in(DeviceCondition.PATH, "root.a.b.c")))
                        .orElseThrow()
                        .devices())
                .containsExactly(Devices.ofPath("root.a.b.c"));
        // Never shown like that, and no path.
        assertThat(KnownDevices.of(TREE, List.of(in(DeviceCondition.PATH, "root.`a`.b"))))
                .isEmpty();
        assertThat(KnownDevices.of(TREE, List.of(in(DeviceCondition.PATH, "root..b"))))
                .isEmpty();
    }

    @Test
    void leavesOutRangesOfDevicesThatCannotMatch() {
        DeviceRange range = new DeviceRange(Devices.ofTable("t", "b", "m1"), Devices.ofTable("t", "d", "m0"));
        assertThat(mayMatch(range, in(0, "a", "e"))).isFalse();
        assertThat(mayMatch(range, in(0, "a", "c"))).isTrue();
        assertThat(mayMatch(range, in(0, "d"))).isTrue();
        assertThat(mayMatch(range, in(1, "z"))).isTrue();
        assertThat(mayMatch(range, new DeviceCondition("site", 0, Kind.NULL, new TreeSet<>())))
                .isFalse();

        DeviceRange site = new DeviceRange(Devices.ofTable("t", "b"), Devices.ofTable("t", "b", "m5"));
        assertThat(mayMatch(site, in(1, "m6"))).isFalse();
        assertThat(mayMatch(site, in(1, "m5"))).isTrue();
        assertThat(mayMatch(site, new DeviceCondition("machine", 1, Kind.NULL, new TreeSet<>())))
                .isTrue();
        DeviceRange nulls = new DeviceRange(Devices.ofTable("t"), Devices.ofTable("t"));
        assertThat(mayMatch(nulls, new DeviceCondition("site", 0, Kind.NOT_NULL, new TreeSet<>())))
                .isFalse();
        assertThat(mayMatch(nulls, in(0, ""))).isFalse();
    }

    private static boolean mayMatch(DeviceRange range, DeviceCondition condition) {
        return new DeviceConditions(new ArrayList<>(List.of(condition)), null).mayMatch(range);
    }

    private static DeviceCondition in(int tag, String... values) {
        return new DeviceCondition("c" + tag, tag, Kind.IN, new TreeSet<>(List.of(values)));
    }

    private static String[] many(int count) {
        String[] values = new String[count];
        for (int i = 0; i < count; i++) {
            values[i] = "m" + i;
        }
        return values;
    }
}
