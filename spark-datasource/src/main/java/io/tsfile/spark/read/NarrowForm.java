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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.spark.read.ReadOptions.TimestampAs;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.tsfile.enums.TSDataType;

/**
 * The tree model with one value per row: its device, its measurement, its time, and the value.
 *
 * <p>The values of all measurements are shown in one type that holds each of them exactly: their own if they share it, BIGINT for
 * INT32 and INT64, DOUBLE for INT32, FLOAT and DOUBLE, else STRING.
 *
 * @param schema the measurements
 * @param times how times are shown
 * @param type of the values, among the types of TsFile
 * @param shown the columns that Spark sees
 */
record NarrowForm(TableSchema schema, TimeDisplay times, TSDataType type, StructType shown) implements Serializable {
    static final String MEASUREMENT = "measurement";
    static final String TIME = "time";
    static final String VALUE = "value";

    private static final Set<TSDataType> TEXTS = EnumSet.of(TSDataType.TEXT, TSDataType.STRING);
    private static final Set<TSDataType> IN_INT64 = EnumSet.of(TSDataType.INT32, TSDataType.INT64);
    private static final Set<TSDataType> IN_DOUBLE = EnumSet.of(TSDataType.INT32, TSDataType.FLOAT, TSDataType.DOUBLE);

    /**
     * The narrow form of a relation.
     *
     * @param asked the user's schema, which may leave out columns and name a type of the values
     * @throws TsFileConnectorException if it names others, or a type that does not hold all values
     */
    static NarrowForm of(Relation relation, Optional<StructType> asked) {
        TableSchema schema = relation.source().schema();
        Optional<TimestampAs> as = relation.timestampAs()
                .or(() -> field(asked, TIME)
                        .map(StructField::dataType)
                        .filter(DataTypes.LongType::equals)
                        .map(any -> TimestampAs.LONG));
        TimeDisplay times = TimeDisplay.of(schema.precision(), as);
        TSDataType type = field(asked, VALUE)
                .map(value -> ofUser(value.dataType(), schema, times))
                .orElseGet(() -> common(schema.fields()));
        StructType all = new StructType()
                .add(TableSchema.DEVICE_COLUMN, DataTypes.StringType, false)
                .add(MEASUREMENT, DataTypes.StringType, false)
                .add(TIME, times.type(), false)
                .add(VALUE, shownAs(type, times), false);
        return new NarrowForm(
                schema, times, type, asked.map(own -> chosen(all, own)).orElse(all));
    }

    private static StructType chosen(StructType all, StructType asked) {
        StructType chosen = new StructType();
        for (StructField field : asked.fields()) {
            StructField own = field(Optional.of(all), field.name())
                    .orElseThrow(() -> new TsFileConnectorException("Cannot read column '" + field.name()
                            + "' in narrow form: its columns are " + String.join(", ", all.fieldNames())));
            if (!own.dataType().equals(field.dataType())) {
                throw new TsFileConnectorException("Cannot read column '" + own.name() + "' in narrow form as "
                        + field.dataType().sql() + ": it is " + own.dataType().sql());
            }
            chosen = chosen.add(own);
        }
        return chosen;
    }

    private static TSDataType ofUser(DataType asked, TableSchema schema, TimeDisplay times) {
        for (TSDataType type :
                List.of(common(schema.fields()), TSDataType.INT64, TSDataType.DOUBLE, TSDataType.STRING)) {
            Optional<Column> misfit = schema.fields().stream()
                    .filter(field -> !holds(type, field.type()))
                    .findFirst();
            if (shownAs(type, times).equals(asked) && misfit.isPresent()) {
                throw new TsFileConnectorException("Cannot read values in narrow form as " + asked.sql()
                        + ": measurement '" + misfit.get().name() + "' is "
                        + misfit.get().type() + ", which it does not hold exactly. STRING holds all");
            }
            if (shownAs(type, times).equals(asked)) {
                return type;
            }
        }
        throw new TsFileConnectorException("Cannot read values in narrow form as " + asked.sql() + ": they are "
                + shownAs(common(schema.fields()), times).sql() + "; STRING holds them, too");
    }

    private static TSDataType common(List<Column> fields) {
        List<TSDataType> own = fields.stream().map(Column::type).distinct().toList();
        return Stream.concat(own.stream(), Stream.of(TSDataType.INT64, TSDataType.DOUBLE))
                .filter(type -> own.stream().allMatch(field -> holds(type, field)))
                .findFirst()
                .orElse(TSDataType.STRING);
    }

    /** Whether values of one type can be shown in another without a loss. */
    private static boolean holds(TSDataType type, TSDataType own) {
        return type == own
                || type == TSDataType.STRING
                || (TEXTS.contains(type) && TEXTS.contains(own))
                || (type == TSDataType.INT64 && IN_INT64.contains(own))
                || (type == TSDataType.DOUBLE && IN_DOUBLE.contains(own));
    }

    private static DataType shownAs(TSDataType type, TimeDisplay times) {
        return Types.column(Column.field(VALUE, type), times).dataType();
    }

    private static Optional<StructField> field(Optional<StructType> columns, String name) {
        return columns.flatMap(own -> Stream.of(own.fields())
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst());
    }
}
