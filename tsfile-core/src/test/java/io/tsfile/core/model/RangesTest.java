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
package io.tsfile.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class RangesTest {
    @Test
    void bucketsOfDevicesNeverChange() {
        assertThat(BucketRange.bucket(Devices.ofTable("sensors", "host-1"))).isEqualTo(14606);
        assertThat(BucketRange.bucket(Devices.ofTable("sensors", "host-1", null, "x")))
                .isEqualTo(14548);
        assertThat(BucketRange.bucket(Devices.ofTable("t"))).isEqualTo(23327);
        assertThat(BucketRange.bucket(Devices.ofPath("root.plant.line1.motor"))).isEqualTo(4222);
        assertThat(BucketRange.bucket(Devices.ofTable("t", "\u00fc\ud83d\ude00")))
                .isEqualTo(3041);
    }

    @Test
    void devicesThatDifferInLittleSpreadOverAllBuckets() {
        BitSet eighths = new BitSet();
        for (int i = 0; i < 200; i++) {
            eighths.set(BucketRange.bucket(Devices.ofTable("t", "d" + i)) * 8 / BucketRange.BUCKETS);
        }

        assertThat(eighths.cardinality()).isEqualTo(8);
    }

    @Test
    void bucketRangesStayInBounds() {
        assertThat(BucketRange.ALL.overlaps(new BucketRange(7, 7))).isTrue();
        assertThat(new BucketRange(0, 6).overlaps(new BucketRange(7, 7))).isFalse();
        assertThat(new BucketRange(0, 6).union(new BucketRange(9, 9))).isEqualTo(new BucketRange(0, 9));
        assertThatThrownBy(() -> new BucketRange(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BucketRange(0, BucketRange.BUCKETS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BucketRange(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timeRangesAreClosed() {
        assertThat(new TimeRange(0, 5).overlaps(new TimeRange(5, 9))).isTrue();
        assertThat(new TimeRange(0, 4).overlaps(new TimeRange(5, 9))).isFalse();
        assertThat(TimeRange.ALL.contains(Long.MIN_VALUE)).isTrue();
        assertThat(new TimeRange(0, 9).contains(new TimeRange(0, 9))).isTrue();
        assertThat(new TimeRange(0, 9).contains(new TimeRange(0, 10))).isFalse();
        assertThat(new TimeRange(0, 1).union(new TimeRange(5, 6))).isEqualTo(new TimeRange(0, 6));
        assertThatThrownBy(() -> new TimeRange(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deviceRangesFollowTheIndexOrder() {
        DeviceRange range = new DeviceRange(Devices.ofTable("t", "b"), Devices.ofTable("t", "d"));

        assertThat(range.contains(Devices.ofTable("t", "b", "x"))).isTrue();
        assertThat(range.contains(Devices.ofTable("t"))).isFalse();
        assertThat(range.contains(Devices.ofTable("t", null, "z"))).isFalse();
        assertThat(range.contains(Devices.ofTable("t", "d", "a"))).isFalse();
        assertThat(range.overlaps(new DeviceRange(Devices.ofTable("t", "d"), Devices.ofTable("u"))))
                .isTrue();
        assertThat(range.overlaps(new DeviceRange(Devices.ofTable("t", "e"), Devices.ofTable("u"))))
                .isFalse();
        assertThat(range.union(new DeviceRange(Devices.ofTable("a"), Devices.ofTable("b"))))
                .isEqualTo(new DeviceRange(Devices.ofTable("a"), Devices.ofTable("t", "d")));
    }

    @Test
    void versionsCompareByCommitThenOrder() {
        assertThat(new Version(2, 0)).isGreaterThan(new Version(1, 9));
        assertThat(new Version(2, 1)).isGreaterThan(new Version(2, 0));
        assertThat(new Version(2, 1)).isEqualByComparingTo(new Version(2, 1));
    }
}
