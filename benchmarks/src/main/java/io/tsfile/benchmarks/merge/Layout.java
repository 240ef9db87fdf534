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
package io.tsfile.benchmarks.merge;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * How {@link Sensors} are stored.
 *
 * @param aligned as a table, whose devices are aligned, or as devices of the tree model, which are not
 * @param options the table's
 */
record Layout(boolean aligned, Map<String, String> options) {
    static final String TABLE = "sensors";
    static final List<String> FIELDS =
            IntStream.range(0, Sensors.FIELDS).mapToObj(Sensors::field).toList();

    /** What our writer does on its own. */
    static final Layout USUAL = new Layout(true, Map.of());

    /** The encoding and compression that an IoTDB server gives doubles. */
    static Layout ofServer(boolean aligned) {
        return new Layout(aligned, Map.of("encoding", "gorilla", "compression", "lz4"));
    }

    TableSchema schema() {
        List<Column> fields = FIELDS.stream()
                .map(field -> Column.field(field, TSDataType.DOUBLE))
                .toList();
        if (!aligned) {
            return TableSchema.ofTree(TABLE, fields);
        }
        List<Column> columns = new ArrayList<>(List.of(Column.tag("device")));
        columns.addAll(fields);
        return TableSchema.ofTable(TABLE, columns);
    }

    static IDeviceID device(TableSchema schema, String name) {
        return schema.model() == TableModel.TABLE
                ? Devices.ofTable(TABLE, name)
                : Devices.ofPath("root." + TABLE + "." + name);
    }

    /** The name of a device of either model. */
    static String name(IDeviceID device) {
        return String.valueOf(device.segment(device.segmentNum() - 1));
    }
}
