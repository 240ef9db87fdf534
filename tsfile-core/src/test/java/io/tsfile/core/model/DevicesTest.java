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

import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.StringArrayDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "root",
                "a",
                "root.sg",
                "root.sg.d1",
                "root.sg.d1.s",
                "root.plant.line1.motor",
                "root.a.b.c.d.e.f",
                "root.`a.b`.c",
                "root.a.`x y`.`c.d`",
                "root.a.`7`",
                "root.a.b.`a.b.c.d`",
                "root.温度.`ü`.z1",
                "root.a.123abc"
            })
    void readsPathsAsTheLibraryDoes(String path) {
        IDeviceID expected = new StringArrayDeviceID(path);

        IDeviceID device = Devices.ofPath(path);

        assertThat(device).isEqualTo(expected);
        assertThat(Devices.segments(device)).isEqualTo(Devices.segments(expected));
        assertThat(Devices.path(device)).isEqualTo(path);
        assertThat(BucketRange.bucket(device)).isEqualTo(BucketRange.bucket(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root.`a`.b",
                "root.a.`b_1`.`7`",
                "root.a.b.`1e5`.`00e5`.`e5`.`0x1f`.`000`.`5L`.`007`",
                "root.a.b.`\u6e29`.`a-b`.``.`1.0`",
                "`root`.a"
            })
    void takesNeedlessQuotesAwayAsTheLibraryDoes(String path) {
        assertThat(Devices.segments(Devices.ofPath(path))).isEqualTo(Devices.segments(new StringArrayDeviceID(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "root..a", "root.`a", "root.a`"})
    void refusesPathsThatNameNoDevice(String path) {
        assertThatThrownBy(() -> Devices.ofPath(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + path + "'");
    }

    @Test
    void takesTagsAsTheyAre() {
        IDeviceID device = Devices.ofTable("t", "root.a", null, "b");

        assertThat(Devices.segments(device)).containsExactly("t", "root.a", null, "b");
        assertThat(Devices.ofSegments(Devices.segments(device))).isEqualTo(device);
        assertThat(device).isNotEqualTo(Devices.ofTable("t", "root", "a", null, "b"));
    }

    @Test
    void trailingNullsNameTheSameDevice() {
        assertThat(Devices.ofTable("t", "a", null)).isEqualTo(Devices.ofTable("t", "a"));
        assertThat(Devices.ofSegments(Arrays.asList("t", null, null))).isEqualTo(Devices.ofSegments(List.of("t")));
    }
}
