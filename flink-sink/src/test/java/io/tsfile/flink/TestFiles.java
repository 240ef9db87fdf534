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
package io.tsfile.flink;

import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.util.List;

/** Descriptions of files that need not exist. */
public final class TestFiles {
    private TestFiles() {}

    /** A file with that name and order. */
    public static DataFile file(String name, int order) {
        return new DataFile(
                "data/0/" + name + ".tsfile",
                1_000,
                0xCAFEL,
                new Version(DataFile.UNCOMMITTED, order),
                0,
                DataFile.UNCOMMITTED,
                true,
                new DeviceRange(Devices.ofTable("t", "a", null), Devices.ofTable("t", "b", "c")),
                new BucketRange(3, 5),
                new TimeRange(-1, 9),
                10,
                20,
                4,
                List.of(new DeviceSplit(Devices.ofTable("t", "ab"), 500)));
    }
}
