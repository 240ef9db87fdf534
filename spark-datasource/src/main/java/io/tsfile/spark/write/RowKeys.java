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

import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.spark.read.DeviceKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** What says which row is changed: its device and its time. Not thread-safe. */
final class RowKeys {
    private final TableSchema table;
    private final @Nullable Cell device;
    private final Cell time;
    private @Nullable UTF8String lastKey;
    private @Nullable IDeviceID lastDevice;

    /**
     * @param ids the columns of {@link #columns}
     */
    RowKeys(StructType ids, TableSchema table) {
        this.table = table;
        List<String> names = columns(table);
        this.device = names.size() > 1 ? cell(ids, names.get(0), table) : null;
        this.time = cell(ids, table.timeColumn(), table);
    }

    private static Cell cell(StructType ids, String name, TableSchema table) {
        int position = ids.fieldIndex(name);
        return new Cell(name, position, ids.fields()[position].dataType(), table.precision());
    }

    /** The columns that name a row, none of which is ever null. */
    static List<String> columns(TableSchema table) {
        List<String> names = new ArrayList<>(2);
        if (table.model() == TableModel.TREE) {
            names.add(TableSchema.DEVICE_COLUMN);
        } else if (!table.tags().isEmpty()) {
            names.add(DeviceKey.COLUMN);
        }
        names.add(table.timeColumn());
        return names;
    }

    static NamedReference[] references(TableSchema table) {
        return columns(table).stream()
                .map(name -> Expressions.column(Cell.quoted(name)))
                .toArray(NamedReference[]::new);
    }

    IDeviceID device(InternalRow id) {
        if (device == null) {
            return Devices.ofTable(table.name());
        }
        UTF8String key = id.getUTF8String(device.position());
        if (lastDevice == null || !key.equals(lastKey)) {
            lastKey = key.clone();
            lastDevice = table.model() == TableModel.TREE
                    ? Devices.ofPath(key.toString())
                    : DeviceKey.device(table.name(), key.toString());
        }
        return lastDevice;
    }

    long time(InternalRow id) {
        return time.time(id);
    }
}
