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
package io.tsfile.flink.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import io.tsfile.flink.RowConverter;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.RowTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;

class RowRowConverterTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "t",
            List.of(
                    Column.tag("site"),
                    Column.field("v", TSDataType.DOUBLE),
                    Column.field("n", TSDataType.INT32),
                    Column.field("day", TSDataType.DATE)));

    private final RowConverter<Row> converter = new RowRowFormat(SCHEMA).converter(SCHEMA);

    @Test
    void takesRowsByPositionOrByName() {
        Row positioned = Row.of(7L, "north", 1.5, 3, LocalDate.of(2024, 2, 29));
        Row named = Row.withNames();
        named.setField("day", LocalDate.of(2024, 2, 29));
        named.setField("n", 3);
        named.setField("v", 1.5);
        named.setField("site", "north");
        named.setField("time", 7L);
        for (Row row : List.of(positioned, named)) {
            assertThat(converter.time(row)).isEqualTo(7);
            assertThat(converter.device(row)).isEqualTo(Devices.ofTable("t", "north"));
            assertThat(((DoubleVector) value(row, 0)).get(0)).isEqualTo(1.5);
            assertThat(((IntVector) value(row, 1)).get(0)).isEqualTo(3);
            assertThat(((IntVector) value(row, 2)).get(0)).isEqualTo(20_240_229);
        }
    }

    @Test
    void takesNamedRowsByNameBehindAnExchange() throws Exception {
        Row named = Row.withNames();
        named.setField("V", 1.5);
        named.setField("Site", "north");
        named.setField("Time", 7L);
        RowTypeInfo type = (RowTypeInfo)
                Types.ROW_NAMED(new String[] {"V", "Time", "Site"}, Types.DOUBLE, Types.LONG, Types.STRING);
        for (Row row : List.of(named, exchanged(named, type))) {
            assertThat(converter.time(row)).isEqualTo(7);
            assertThat(converter.device(row)).isEqualTo(Devices.ofTable("t", "north"));
            assertThat(((DoubleVector) value(row, 0)).get(0)).isEqualTo(1.5);
            assertThat(converter.values(row).isNull(1)).isTrue();
        }
    }

    @Test
    void takesRowsOfATypeWithoutNamesByPosition() throws Exception {
        Row row = exchanged(Row.of(7L, "north", 1.5), (RowTypeInfo) Types.ROW(Types.LONG, Types.STRING, Types.DOUBLE));

        assertThat(converter.time(row)).isEqualTo(7);
        assertThat(converter.device(row)).isEqualTo(Devices.ofTable("t", "north"));
        assertThat(((DoubleVector) value(row, 0)).get(0)).isEqualTo(1.5);
    }

    private static Row exchanged(Row row, RowTypeInfo type) throws IOException {
        TypeSerializer<Row> serializer = type.createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(row, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }

    @Test
    void takesTimesInTheTablesUnit() {
        Instant instant = Instant.ofEpochSecond(-1, 5_000_000);
        assertThat(converter.time(Row.of(instant))).isEqualTo(-995);
        assertThat(converter.time(Row.of(LocalDateTime.of(1970, 1, 1, 0, 0, 2))))
                .isEqualTo(2_000);
        TableSchema nanos = new TableSchema(TableModel.TABLE, "t", "time", TimePrecision.NANOS, SCHEMA.columns());
        assertThat(new RowRowFormat(nanos).converter(nanos).time(Row.of(instant)))
                .isEqualTo(-995_000_000);
    }

    @Test
    void putsValuesIntoWiderFieldsOfTheTable() {
        TableSchema wider = TableSchema.ofTable(
                "t",
                List.of(
                        Column.tag("site"),
                        Column.field("extra", TSDataType.BOOLEAN),
                        Column.field("n", TSDataType.INT64)));
        TableSchema narrow = TableSchema.ofTable("t", List.of(Column.tag("site"), Column.field("n", TSDataType.INT32)));
        SchemaMatch.check(narrow, wider, "there");
        var values = new RowRowFormat(narrow).converter(wider).values(Row.of(1L, "north", 5));
        LongVector target = (LongVector) Vector.of(TSDataType.INT64, 1);

        values.appendTo(1, target);

        assertThat(values.isNull(0)).isTrue();
        assertThat(target.get(0)).isEqualTo(5);
    }

    @Test
    void saysWhichRowAndColumnIsWrongAndWhatToDo() {
        refuses(
                () -> converter.time(Row.of(null, "north")),
                "column 'time' has value null; a row without a time is no"
                        + " measurement; filter such rows (WHERE time IS NOT NULL)");
        refuses(() -> converter.time(Row.of("noon")), "column 'time' has value noon (String); times are of type Long");
        refuses(
                () -> converter.time(Row.of(Instant.ofEpochSecond(0, 1))),
                "it is finer than the table's unit (MILLIS); cast the column");
        refuses(() -> converter.device(Row.of(1L, 5)), "column 'site' has value 5 (Integer); tags are of type String");
        refuses(
                () -> value(Row.of(1L, "a", "1.5"), 0),
                "Cannot write row +I[1, a, 1.5]: column 'v' has value 1.5 (String); the column is of type DOUBLE; convert it"
                        + " to Double");
        refuses(() -> value(Row.of(1L, "a", 1.5, 3L), 1), "the column is of type INT32; convert it to Integer");
        refuses(
                () -> value(Row.of(1L, "a", 1.5, 3, LocalDate.of(999, 1, 1)), 2),
                "TsFile stores dates of the years 1000 to 9999");
        refuses(() -> value(Row.of(1L, "a"), 0), "the row has only 2 fields; order them as time, then");
    }

    @Test
    void tellsWhatARowDoes() {
        for (RowKind kind : RowKind.values()) {
            assertThat(converter.kind(Row.ofKind(kind, 7L, "north"))).isEqualTo(kind);
        }
    }

    @Test
    void refusesToLoseWhatHasNoColumn() throws Exception {
        Row named = Row.withNames();
        named.setField("time", 7L);
        named.setField("Site", "north");
        named.setField("speed", 1.5);
        refuses(
                () -> converter.time(named),
                "column 'speed' has value 1.5 (Double); there is no such column, and what it has would be lost; the columns"
                        + " are [time, site, v, n, day]; correct the name");
        named.setField("v", 1.5);
        Row right = Row.project(named, new String[] {"time", "Site", "v"});
        assertThat(converter.time(right)).isEqualTo(7);
        refuses(() -> converter.time(named), "column 'speed'");
        RowTypeInfo type = (RowTypeInfo)
                Types.ROW_NAMED(new String[] {"time", "other", "site"}, Types.LONG, Types.DOUBLE, Types.STRING);
        Row behindAnExchange = exchanged(Row.of(7L, null, "north"), type);
        refuses(() -> converter.time(behindAnExchange), "column 'other' has value null");
        refuses(
                () -> converter.time(Row.of(7L, "north", 1.5, 3, null, "more")),
                "column 'number 6' has value more (String); rows have 5 columns: [time, site, v, n, day]");
    }

    @Test
    void refusesTablesThatCannotTakeTheRows() {
        refuses(
                () -> SchemaMatch.check(
                        SCHEMA, TableSchema.ofTable("t", List.of(Column.field("v", TSDataType.DOUBLE))), "/data/t"),
                "Cannot write to the table in /data/t: its tags are [] and those of the records are [site]");
        refuses(
                () -> SchemaMatch.check(
                        SCHEMA,
                        TableSchema.ofTable("t", List.of(Column.tag("site"), Column.field("v", TSDataType.FLOAT))),
                        "/data/t"),
                "its field 'v' is of type FLOAT and the records' is of type DOUBLE; cast it in the query");
        refuses(
                () -> SchemaMatch.check(SCHEMA, TableSchema.ofTree("t", List.of()), "/data/t"),
                "it is of the TREE model");
    }

    private Vector value(Row row, int field) {
        Vector target = Vector.of(SCHEMA.fields().get(field).type(), 1);
        var values = converter.values(row);
        if (!values.isNull(field)) {
            values.appendTo(field, target);
        }
        return target;
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot ")
                .hasMessageContaining(message);
    }
}
