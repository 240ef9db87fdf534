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
package io.tsfile.flink.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Devices;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableDevicesTest {
    private final TableDevices devices = new TableDevices("t");

    @Test
    void makesWhatTheTagsSayHoweverManyThereAre() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 50_000; i++) {
                check(new String[] {"plant " + i % 7, i % 5 == 0 ? null : "machine " + i});
            }
        }
    }

    /** Neither has a hash of its own. */
    @Test
    void tellsTagsOfOneHashApart() {
        for (int round = 0; round < 2; round++) {
            check(new String[] {"Aa"});
            check(new String[] {"BB"});
            check(new String[] {""});
            check(new String[] {null});
        }
    }

    @Test
    void givesTheSameObjectAgainAndKeepsNoArray() {
        @Nullable String[] tags = {"a", null};
        IDeviceID first = devices.of(tags);
        tags[0] = "b";
        assertThat(devices.of(tags)).isEqualTo(Devices.ofTable("t", "b", null));
        tags[0] = "a";
        assertThat(devices.of(tags)).isSameAs(first);
    }

    private void check(@Nullable String[] tags) {
        assertThat(devices.of(tags)).isEqualTo(Devices.ofTable("t", tags));
    }
}
