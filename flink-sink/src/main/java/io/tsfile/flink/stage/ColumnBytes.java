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

import io.tsfile.core.model.Column;
import io.tsfile.core.vector.SpareVectors;
import io.tsfile.core.vector.Vector;
import io.tsfile.core.vector.VectorBytes;
import io.tsfile.flink.bytes.ModelBytes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.apache.tsfile.enums.ColumnCategory;

/** Writes and reads columns: how many there are (4 bytes), of each its name, whether it is a tag (1), and its values. */
final class ColumnBytes {
    private ColumnBytes() {}

    static void write(List<Column> columns, List<Vector> values, DataOutput out) throws IOException {
        out.writeInt(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            ModelBytes.writeString(column.name(), out);
            out.writeByte(column.category() == ColumnCategory.TAG ? 1 : 0);
            VectorBytes.write(values.get(i), out);
        }
    }

    /** Adds what {@link #write} wrote, in vectors that are spare if there are any. */
    static void read(DataInput in, SpareVectors spare, List<Column> columns, List<Vector> values) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String name = ModelBytes.readString(in);
            ColumnCategory category = in.readByte() == 1 ? ColumnCategory.TAG : ColumnCategory.FIELD;
            Vector vector = VectorBytes.read(in, spare);
            columns.add(new Column(name, vector.type(), category));
            values.add(vector);
        }
    }
}
