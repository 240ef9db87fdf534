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
import io.tsfile.core.vector.Widening;
import io.tsfile.spark.read.ReadOptions.TimestampAs;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.tsfile.enums.TSDataType;

/**
 * The columns that a user's schema makes of a table's.
 *
 * <p>Columns are found by their names, in any case unless the session minds it, and keep the table's spelling. What the table does
 * not have is null, as in Spark's own files. Types may be wider than the table's.
 *
 * @param schema the table's columns, with the types that are read
 * @param times how times are shown
 * @param shown the columns that Spark sees
 */
record Projection(TableSchema schema, TimeDisplay times, StructType shown) {
    /** All columns as they are. */
    static Projection all(TableSchema schema, Optional<TimestampAs> timestampAs) {
        TimeDisplay times = TimeDisplay.of(schema.precision(), timestampAs);
        return new Projection(schema, times, Types.shown(schema, times));
    }

    /**
     * What a user asks for.
     *
     * @throws TsFileConnectorException if the values of a column cannot be shown in the type that is asked for
     */
    static Projection of(TableSchema schema, Optional<TimestampAs> timestampAs, StructType asked) {
        StructType named = columns(schema, asked);
        TimeDisplay times = TimeDisplay.of(schema.precision(), timestampAs.or(() -> asTimeIsAsked(schema, named)));
        StructType own = Types.shown(schema, times);
        TableSchema read = schema;
        Set<String> seen = new HashSet<>();
        for (StructField field : named.fields()) {
            if (!seen.add(field.name())) {
                throw new TsFileConnectorException("Cannot read table '" + schema.name()
                        + "' with a schema that has column '" + field.name() + "' twice");
            }
            Optional<StructField> there = find(own, field.name());
            if (there.isPresent() && !there.get().dataType().equals(field.dataType())) {
                read = widened(read, field, there.get().dataType());
            }
        }
        return new Projection(read, times, named);
    }

    /** The names and types that a user's schema gives the columns, without looking whether that is possible. */
    static StructType columns(TableSchema schema, StructType asked) {
        StructType own = Types.shown(schema, new TimeDisplay(schema.precision(), true));
        StructType named = new StructType();
        for (StructField field : asked.fields()) {
            Optional<StructField> there = find(own, field.name());
            named = named.add(
                    there.map(StructField::name).orElse(field.name()),
                    field.dataType(),
                    there.map(StructField::nullable).orElse(true));
        }
        return named;
    }

    private static Optional<TimestampAs> asTimeIsAsked(TableSchema schema, StructType asked) {
        return find(asked, schema.timeColumn())
                .map(StructField::dataType)
                .filter(type -> type.equals(DataTypes.LongType) || type.equals(DataTypes.TimestampType))
                .map(type -> type.equals(DataTypes.LongType) ? TimestampAs.LONG : TimestampAs.TIMESTAMP);
    }

    private static TableSchema widened(TableSchema schema, StructField asked, DataType own) {
        Optional<TSDataType> wide = asked.dataType().equals(DataTypes.LongType)
                ? Optional.of(TSDataType.INT64)
                : asked.dataType().equals(DataTypes.DoubleType) ? Optional.of(TSDataType.DOUBLE) : Optional.empty();
        Optional<Column> column =
                schema.column(asked.name()).filter(field -> !schema.tags().contains(field));
        if (wide.isEmpty()
                || column.isEmpty()
                || !Widening.isWidening(column.get().type(), wide.get())) {
            boolean time =
                    own.equals(DataTypes.TimestampType) || asked.dataType().equals(DataTypes.TimestampType);
            throw new TsFileConnectorException("Cannot read column '" + asked.name() + "' of table '" + schema.name()
                    + "' as " + asked.dataType().sql() + ": it is " + own.sql()
                    + ", which is widened from INT to BIGINT"
                    + " and from FLOAT to DOUBLE and else cast in the query"
                    + (time ? "; times are all TIMESTAMP, or with timestampAs=long all BIGINT" : ""));
        }
        return schema.widened(asked.name(), wide.get());
    }

    private static Optional<StructField> find(StructType columns, String name) {
        boolean exactly = SQLConf.get().caseSensitiveAnalysis();
        return Stream.of(columns.fields())
                .filter(field -> field.name().equals(name))
                .findFirst()
                .or(() -> Stream.of(columns.fields())
                        .filter(field -> !exactly && lower(field.name()).equals(lower(name)))
                        .findFirst());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
