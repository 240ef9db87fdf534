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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.tsfile.utils.ReadWriteIOUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes at the same place are one string; others are read as they are. */
class NameCacheTest {
    private final NameCache names = new NameCache();

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "v\u00e4rme", "a.b", "`q`", "n\u0000l", "\ud83d\ude00"})
    void aNameIsReadOnce(String name) throws IOException {
        String first = names.read(bytes(name), 3);
        assertThat(first).isEqualTo(name);
        assertThat(names.read(bytes(name), 3)).isSameAs(first);
        assertThat(names.read(bytes(name + "x"), 3)).isEqualTo(name + "x");
    }

    @Test
    void longNamesAndFarPlacesAreNotKept() throws IOException {
        String name = "n".repeat(300);
        String first = names.read(bytes(name), 0);
        assertThat(first).isEqualTo(name);
        assertThat(names.read(bytes(name), 0)).isEqualTo(name).isNotSameAs(first);
        String far = names.read(bytes("far"), 100_000);
        assertThat(names.read(bytes("far"), 100_000)).isEqualTo("far").isNotSameAs(far);
    }

    private static IndexBytes bytes(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReadWriteIOUtils.writeVar(name, out);
        return new IndexBytes("f", out.toByteArray(), 0, out.size(), 0);
    }
}
