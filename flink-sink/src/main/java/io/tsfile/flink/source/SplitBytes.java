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
package io.tsfile.flink.source;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.scan.RowKey;
import io.tsfile.flink.bytes.ModelBytes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Writes and reads splits. One deletion may concern many files, and may name many devices: it is written once. */
final class SplitBytes {
    private SplitBytes() {}

    static void write(TsFileSplit split, DataOutput out) throws IOException {
        ModelBytes.writeString(split.splitId(), out);
        out.writeLong(split.commit());
        writeSchema(split.schema(), out);
        out.writeLong(split.limit());
        writePosition(split.position(), out);
        Map<Deletion, Integer> deletions = numbered(split);
        out.writeInt(deletions.size());
        for (Deletion deletion : deletions.keySet()) {
            ModelBytes.writeDeletion(deletion, out);
        }
        out.writeInt(split.sections().size());
        for (SplitSection section : split.sections()) {
            writeSection(section, deletions, out);
        }
    }

    static TsFileSplit read(DataInput in) throws IOException {
        String id = ModelBytes.readString(in);
        long commit = in.readLong();
        TableSchema schema = readSchema(in);
        long limit = in.readLong();
        SplitPosition position = readPosition(in);
        int deleted = in.readInt();
        List<Deletion> deletions = new ArrayList<>(deleted);
        for (int i = 0; i < deleted; i++) {
            deletions.add(ModelBytes.readDeletion(in));
        }
        int count = in.readInt();
        List<SplitSection> sections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sections.add(readSection(in, deletions));
        }
        return new TsFileSplit(id, commit, schema, sections, limit, position);
    }

    private static Map<Deletion, Integer> numbered(TsFileSplit split) {
        Map<Deletion, Integer> numbers = new LinkedHashMap<>();
        for (SplitSection section : split.sections()) {
            for (LiveFile file : section.files()) {
                file.deletions().forEach(deletion -> numbers.putIfAbsent(deletion, numbers.size()));
            }
        }
        return numbers;
    }

    private static void writeSection(SplitSection section, Map<Deletion, Integer> deletions, DataOutput out)
            throws IOException {
        ModelBytes.writeBound(section.cut().from(), out);
        ModelBytes.writeBound(section.cut().to(), out);
        ModelBytes.writeTimes(section.cut().times(), out);
        ModelBytes.writeFiles(section.files().stream().map(LiveFile::file).toList(), out);
        for (LiveFile file : section.files()) {
            out.writeInt(file.deletions().size());
            for (Deletion deletion : file.deletions()) {
                out.writeInt(deletions.getOrDefault(deletion, -1));
            }
        }
    }

    private static SplitSection readSection(DataInput in, List<Deletion> deletions) throws IOException {
        Cut cut = new Cut(ModelBytes.readBound(in), ModelBytes.readBound(in), ModelBytes.readTimes(in));
        List<DataFile> files = ModelBytes.readFiles(in, true);
        List<LiveFile> live = new ArrayList<>(files.size());
        for (DataFile file : files) {
            int count = in.readInt();
            List<Deletion> hidden = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                hidden.add(deletions.get(in.readInt()));
            }
            live.add(new LiveFile(file, hidden));
        }
        return new SplitSection(cut, live);
    }

    private static void writePosition(SplitPosition position, DataOutput out) throws IOException {
        out.writeInt(position.section());
        RowKey last = position.last();
        ModelBytes.writeBound(last == null ? null : last.device(), out);
        out.writeLong(last == null ? 0 : last.time());
        out.writeLong(position.rows());
    }

    private static SplitPosition readPosition(DataInput in) throws IOException {
        int section = in.readInt();
        @Nullable IDeviceID device = ModelBytes.readBound(in);
        long time = in.readLong();
        return new SplitPosition(section, device == null ? null : new RowKey(device, time), in.readLong());
    }

    private static void writeSchema(TableSchema schema, DataOutput out) throws IOException {
        ModelBytes.writeString(schema.model().name(), out);
        ModelBytes.writeString(schema.name(), out);
        ModelBytes.writeString(schema.timeColumn(), out);
        ModelBytes.writeString(schema.precision().name(), out);
        out.writeInt(schema.columns().size());
        for (Column column : schema.columns()) {
            ModelBytes.writeString(column.name(), out);
            out.writeByte(column.type().serialize());
            out.writeBoolean(column.category() == ColumnCategory.TAG);
        }
    }

    private static TableSchema readSchema(DataInput in) throws IOException {
        TableModel model = TableModel.valueOf(ModelBytes.readString(in));
        String name = ModelBytes.readString(in);
        String timeColumn = ModelBytes.readString(in);
        TimePrecision precision = TimePrecision.valueOf(ModelBytes.readString(in));
        int count = in.readInt();
        List<Column> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String column = ModelBytes.readString(in);
            TSDataType type = TSDataType.deserialize(in.readByte());
            columns.add(in.readBoolean() ? Column.tag(column) : Column.field(column, type));
        }
        return new TableSchema(model, name, timeColumn, precision, columns);
    }
}
