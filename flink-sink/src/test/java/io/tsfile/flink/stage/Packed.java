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
package io.tsfile.flink.stage;

import io.tsfile.core.flush.memtable.DeviceBatches;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.TableSchema;
import io.tsfile.flink.RowConverter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Rows and deletes as the packer sends them. */
public final class Packed {
    private Packed() {}

    static List<PackedRows> all(DeviceBatches rows) throws IOException {
        RowPacker packer = new RowPacker();
        List<PackedRows> packed = new ArrayList<>();
        rows.handOut((device, content, positions, from, to) ->
                packed.add(packer.pack(device, content, positions, from, to)));
        return packed;
    }

    /** A record as the only one of a message. */
    public static <T> PackedRows record(TableSchema schema, RowConverter<T> converter, T record) throws IOException {
        DeviceBatches rows = new DeviceBatches(schema, 1 << 20);
        if (converter.kind(record) == RowKind.DELETE || converter.kind(record) == RowKind.UPDATE_BEFORE) {
            rows.delete(converter.device(record), converter.time(record));
        } else {
            rows.append(converter.device(record), converter.time(record), converter.values(record));
        }
        return all(rows).get(0);
    }

    static PackedRows row(TableSchema schema, IDeviceID device, long time, RowValues row) throws IOException {
        DeviceBatches rows = new DeviceBatches(schema, 1 << 20);
        rows.append(device, time, row);
        return all(rows).get(0);
    }
}
