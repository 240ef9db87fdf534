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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tsfile.core.model.Devices;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * The device of a row of the table model as one value that is never null: a JSON array of its tags, {@code ["web1",null]}. Spark
 * wants such a value to say which row it deletes.
 */
public final class DeviceKey {
    /** The metadata column that shows it. */
    public static final String COLUMN = "_device_key";

    private static final JsonMapper JSON = new JsonMapper();

    private DeviceKey() {}

    /** The key of a device. */
    public static String of(IDeviceID device, int tags) {
        List<@Nullable String> values = new ArrayList<>(tags);
        for (int tag = 0; tag < tags; tag++) {
            values.add(Devices.tag(device, tag));
        }
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write the tags of " + device + " as JSON", e);
        }
    }

    /** The device of a key of a table. */
    public static IDeviceID device(String table, String key) {
        try {
            List<@Nullable String> tags = JSON.readValue(key, new TypeReference<List<@Nullable String>>() {});
            return Devices.ofTable(table, tags.toArray(new String[0]));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot read '" + key + "' as the tags of a device", e);
        }
    }
}
