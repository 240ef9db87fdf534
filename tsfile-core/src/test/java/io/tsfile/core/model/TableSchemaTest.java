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
package io.tsfile.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;

class TableSchemaTest {
    @Test
    void refusesNamesThatNoFileCanHold() {
        assertThatThrownBy(() -> Column.field("half \ud800", TSDataType.INT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half a character");
        assertThat(Column.field("whole \ud83d\ude00", TSDataType.INT32).name()).isEqualTo("whole \ud83d\ude00");
    }

    @Test
    void lowersTableModelNamesWhateverTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            TableSchema schema =
                    TableSchema.ofTable("FLIGHT", List.of(Column.tag("ID"), Column.field("TILT", TSDataType.FLOAT)));
            assertThat(schema.name()).isEqualTo("flight");
            assertThat(schema.columns()).extracting(Column::name).containsExactly("id", "tilt");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void keepsTreeModelNames() {
        assertThat(TableSchema.ofTree("Plant", List.of(Column.field("Speed", TSDataType.INT32)))
                        .fieldType("Speed"))
                .isEqualTo(TSDataType.INT32);
    }

    @Test
    void refusesWhatIsNoTable() {
        Column tag = Column.tag("a");
        Column field = Column.field("b", TSDataType.INT32);
        refused(() -> TableSchema.ofTable("t", List.of(field, tag)), "tags come first");
        refused(() -> TableSchema.ofTable("t", List.of(tag, Column.field("A", TSDataType.INT32))), "two columns");
        refused(() -> TableSchema.ofTable("t", List.of(Column.field("Time", TSDataType.INT32))), "two columns");
        refused(() -> TableSchema.ofTree("t", List.of(tag)), "has no tags");
        refused(() -> TableSchema.ofTree("t", List.of(Column.field("device", TSDataType.INT32))), "two columns");
        refused(() -> Column.field("", TSDataType.INT32), "empty name");
        refused(() -> Column.field("x", TSDataType.VECTOR), "VECTOR");
        refused(() -> new Column("x", TSDataType.INT32, ColumnCategory.TAG), "STRING");
        refused(() -> new Column("x", TSDataType.INT32, ColumnCategory.TIME), "TIME");
        refused(() -> TableSchema.ofTable("t", List.of(tag, field)).fieldType("a"), "[b]");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable action, String message) {
        assertThatThrownBy(action).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
