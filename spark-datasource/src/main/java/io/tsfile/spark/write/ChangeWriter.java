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

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DeltaWriter;
import org.apache.spark.sql.types.StructType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * A task that changes rows. What it deletes is what older commits hold, whatever the order in which changes come; what it writes is
 * above that.
 */
final class ChangeWriter extends AppendWriter implements DeltaWriter<InternalRow> {
    private final RowKeys keys;

    ChangeWriter(WriteTarget target, StructType ids) throws IOException {
        super(target);
        keys = new RowKeys(ids, target.metadata().schema());
    }

    @Override
    public void delete(InternalRow metadata, InternalRow id) {
        writer.delete(keys.device(id), keys.time(id));
    }

    /** The row has all values that it will have: one that it lacks is gone. */
    @Override
    public void update(InternalRow metadata, InternalRow id, InternalRow row) throws IOException {
        IDeviceID device = keys.device(id);
        long time = keys.time(id);
        boolean moves = time != writer.parts().time(row)
                || !device.equals(writer.parts().device(row));
        if (moves) {
            writer.delete(device, time);
        }
        writer.replace(row);
    }

    @Override
    public void insert(InternalRow row) throws IOException {
        write(row);
    }
}
