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
package io.tsfile.examples.flink;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.examples.csv.CsvColumn;
import io.tsfile.examples.csv.CsvTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;

/** Tables for CSV files. */
final class TableSchemas {
    private TableSchemas() {}

    /** A table with the file's columns: the time, the tags that name a device, and a field for every other column. */
    static TableSchema of(String name, CsvTable csv) {
        List<Column> columns = new ArrayList<>();
        for (String tag : csv.layout().tagColumns()) {
            columns.add(Column.tag(tag));
        }
        for (CsvColumn field : csv.fields()) {
            columns.add(
                    Column.field(field.name(), TSDataType.valueOf(field.type().name())));
        }
        return new TableSchema(TableModel.TABLE, name, csv.layout().timeColumn(), TimePrecision.MILLIS, columns);
    }
}
