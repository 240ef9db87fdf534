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
package io.tsfile.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Tombstone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;

class DeletedKeysTest {
    private static final IDeviceID X = Devices.ofTable("t", "x");
    private static final IDeviceID Y = Devices.ofTable("t", "y");
    private static final IDeviceID Z = Devices.ofTable("t", "z");

    @Test
    void areOneTombstonePerDeviceWhateverTaskSawThem() {
        assertThat(DeletedKeys.tombstones(
                        List.of(keys(X, 9, 5, 6), keys(Y, 5), keys(X, 7, 6, 20), keys(Z, 20, 9, 7, 6, 5))))
                .containsExactlyInAnyOrder(
                        tombstone(TimeSet.ofBounds(5, 7, 9, 9, 20, 20), X, Z), tombstone(TimeSet.ofTimes(5), Y));
        assertThat(DeletedKeys.tombstones(List.of())).isEmpty();
    }

    @Test
    void shareATombstoneWithAHundredOtherDevicesAtMost() {
        List<IDeviceID> devices = IntStream.range(0, 250)
                .mapToObj(i -> Devices.ofTable("t", String.format("d%03d", i)))
                .toList();
        List<DeletedKeys> keys = new ArrayList<>();
        devices.forEach(device -> keys.add(keys(device, 4)));

        assertThat(DeletedKeys.tombstones(keys))
                .containsExactlyInAnyOrder(
                        tombstone(TimeSet.ofTimes(4), devices.subList(0, 100).toArray(new IDeviceID[0])),
                        tombstone(TimeSet.ofTimes(4), devices.subList(100, 200).toArray(new IDeviceID[0])),
                        tombstone(TimeSet.ofTimes(4), devices.subList(200, 250).toArray(new IDeviceID[0])));
    }

    private static DeletedKeys keys(IDeviceID device, long... times) {
        return new DeletedKeys(device, times);
    }

    private static Tombstone tombstone(TimeSet times, IDeviceID... devices) {
        return Tombstone.open(0, Deletion.ofRows(DeviceScope.of(List.of(devices)), times));
    }
}
