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

import io.tsfile.examples.csv.CsvColumn;
import io.tsfile.examples.csv.CsvTable;
import io.tsfile.examples.replay.WrongValues;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** Lines of a CSV file as Flink's rows, in the order that the sink expects: time, tags, fields. */
final class CsvRows {
    private CsvRows() {}

    /** The type of the rows, which lets Flink serialize them without reflection. */
    static TypeInformation<Row> type(CsvTable csv) {
        List<TypeInformation<?>> types = new ArrayList<>();
        types.add(Types.LONG);
        csv.layout().tagColumns().forEach(tag -> types.add(Types.STRING));
        csv.fields().forEach(field -> types.add(type(field)));
        return Types.ROW(types.toArray(new TypeInformation<?>[0]));
    }

    private static TypeInformation<?> type(CsvColumn field) {
        return switch (field.type()) {
            case BOOLEAN -> Types.BOOLEAN;
            case INT32 -> Types.INT;
            case INT64 -> Types.LONG;
            case FLOAT -> Types.FLOAT;
            case DOUBLE -> Types.DOUBLE;
            case STRING, TEXT -> Types.STRING;
            case DATE -> Types.LOCAL_DATE;
            case TIMESTAMP -> Types.INSTANT;
        };
    }

    /** A row; with {@code wrong} its fields have other values than the file says. */
    static Row row(CsvTable csv, int line, boolean wrong) {
        List<@Nullable String> tags = csv.devices().get(csv.device(line));
        Row row = new Row(1 + tags.size() + csv.fields().size());
        int position = 0;
        row.setField(position++, csv.time(line));
        for (String tag : tags) {
            row.setField(position++, tag);
        }
        for (CsvColumn field : csv.fields()) {
            row.setField(position++, field.isNull(line) ? null : value(field, line, wrong));
        }
        return row;
    }

    private static Object value(CsvColumn field, int line, boolean wrong) {
        return switch (field.type()) {
            case BOOLEAN -> wrong != (field.longValue(line) == 1);
            case INT32 -> {
                int value = Math.toIntExact(field.longValue(line));
                yield wrong ? WrongValues.insteadOf(value) : value;
            }
            case INT64 -> whole(field, line, wrong);
            case FLOAT -> {
                float value = (float) field.doubleValue(line);
                yield wrong ? WrongValues.insteadOf(value) : value;
            }
            case DOUBLE -> {
                double value = field.doubleValue(line);
                yield wrong ? WrongValues.insteadOf(value) : value;
            }
            case STRING, TEXT -> wrong ? WrongValues.insteadOf(field.text(line)) : field.text(line);
            case DATE -> LocalDate.ofEpochDay(whole(field, line, wrong));
            case TIMESTAMP -> Instant.ofEpochMilli(whole(field, line, wrong));
        };
    }

    private static long whole(CsvColumn field, int line, boolean wrong) {
        long value = field.longValue(line);
        return wrong ? WrongValues.insteadOf(value) : value;
    }
}
