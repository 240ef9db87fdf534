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
package io.tsfile.core.index.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.CorruptTsFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.PlainDeviceID;
import org.apache.tsfile.utils.ReadWriteIOUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices of format 3 are what the library's reader makes of them, without its parser. */
class DeviceKeysTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "root",
                "root.a",
                "root.a.b",
                "root.a.b.c",
                "root.a.b.c.d.e.f.g",
                "root.a.`b.c`.d",
                "root.a.b.`9`",
                "root.sg.`it``s`.d",
                "root.sg.x#1",
                "root.\u6e29\u5ea6.d",
                "root._1.{x}.$2"
            })
    void splitsPathsAsTheLibrary(String path) throws IOException {
        IDeviceID library = new PlainDeviceID(path).convertToStringArrayDeviceId();
        IDeviceID ours = DeviceKeys.PATH.read(encoded(path));
        assertThat(ours).isEqualTo(library);
        assertThat(ours).hasToString(path);
        assertThat(DeviceKeys.PATH.compare(encoded(path), library)).isZero();
    }

    @Test
    void ordersPathsAsTexts() throws IOException {
        IDeviceID device = DeviceKeys.PATH.read(encoded("root.sg.p.x.y"));
        assertThat(DeviceKeys.PATH.compare(encoded("root.sg.p.x#1"), device)).isNegative();
        assertThat(DeviceKeys.PATH.read(encoded("root.sg.p.x#1"))).isGreaterThan(device);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root..a", "root.`a", ".", "root.a."})
    void refusesWhatIsNoPath(String path) throws IOException {
        IndexBytes bytes = encoded(path);
        assertThatThrownBy(() -> DeviceKeys.PATH.read(bytes))
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContainingAll("Cannot read f", path);
    }

    private static IndexBytes encoded(String path) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReadWriteIOUtils.writeVar(path, out);
        return new IndexBytes("f", out.toByteArray(), 0, out.size(), 0);
    }
}
