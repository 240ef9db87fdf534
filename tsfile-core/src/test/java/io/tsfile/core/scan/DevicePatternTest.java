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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Devices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicePatternTest {
    @ParameterizedTest
    @CsvSource({
        "root.a.d1, root.a.d1, true",
        "root.a.d1, root.a.d12, false",
        "root.a.d1, root.a, false",
        "root.**, root.a.d1, true",
        "root.a.**, root.a.b.c.d, true",
        "root.a.**, root.a, false",
        "root.a.**, root.ab.d, false",
        "root.**.d1, root.a.b.d1, true",
        "root.**.d1, root.d1, false",
        "root.**.x.**.d1, root.x.x.x.d1, true",
        "root.*.d1, root.a.d1, true",
        "root.*.d1, root.a.b.d1, false",
        "root.a.d*, root.a.d17, true",
        "root.a.*d, root.a.xd, true",
        "root.a.x*y*x, root.a.xyx, true",
        "root.a.x*y*x, root.a.xy, false",
        "root.a.aa*aa, root.a.aaa, false",
        "root.a.`x.*`.d, root.a.`x.y`.d, false",
        "root.a.*.d, root.a.`x.y`.d, true",
    })
    void choosesByNodes(String pattern, String device, boolean chosen) {
        assertThat(DevicePattern.parse(pattern).matches(Devices.ofPath(device))).isEqualTo(chosen);
    }

    @Test
    void knowsOneDeviceFromMany() {
        assertThat(DevicePattern.parse("root.a.d1").isExact()).isTrue();
        assertThat(DevicePattern.parse("root.a.`x.*`").isExact()).isTrue();
        assertThat(DevicePattern.parse("root.a.d*").isExact()).isFalse();
    }

    @Test
    void refusesWhatIsNoPath() {
        assertThatThrownBy(() -> DevicePattern.parse("root..d1"))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot choose devices by 'root..d1'")
                .hasMessageContaining("a node is empty");
    }
}
