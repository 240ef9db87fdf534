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
package io.tsfile.core.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Devices;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;

class DeviceNumbersTest {
    @Test
    void keepsANumberPerHash() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            DeviceNumbers numbers = new DeviceNumbers();
            Map<Long, Long> expected = new HashMap<>();
            for (int i = random.nextInt(500); i >= 0; i--) {
                // Many that want the same slot.
                long hash = Long.rotateLeft(random.nextInt(300) + 1, random.nextInt(60));
                assertThat(numbers.contains(hash)).as("seed %d", seed).isEqualTo(expected.containsKey(hash));
                numbers.put(hash, i);
                expected.put(hash, (long) i);
            }
            expected.forEach((hash, number) -> {
                assertThat(numbers.contains(hash)).isTrue();
                assertThat(numbers.get(hash)).isEqualTo(number);
            });
        }
    }

    @Test
    void tellsDevicesApart() {
        List<IDeviceID> alike = List.of(
                Devices.ofTable("t"),
                Devices.ofTable("t", ""),
                Devices.ofTable("t", "", ""),
                Devices.ofTable("t", null, ""),
                Devices.ofTable("t", "a"),
                Devices.ofTable("ta"),
                Devices.ofTable("t", "a", "b"),
                Devices.ofTable("t", "ab"),
                Devices.ofTable("t", "Aa", "BB"),
                Devices.ofTable("t", "BB", "Aa"),
                Devices.ofTable("t", "Aa", "Aa"));
        assertThat(alike).extracting(DeviceNumbers::hash).doesNotHaveDuplicates();
        Set<Long> hashes = new HashSet<>();
        for (int i = 0; i < 300_000; i++) {
            hashes.add(DeviceNumbers.hash(Devices.ofTable("fleet", "site" + i % 100, "device-" + i)));
        }
        assertThat(hashes).hasSize(300_000).doesNotContain(0L);
        assertThat(DeviceNumbers.hash(Devices.ofTable("fleet", "d1")))
                .as("it decides about files, so it never changes")
                .isEqualTo(1667093391815694786L);
    }
}
