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
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;

class SchemaEvolutionTest {
    private static final TableSchema BEFORE = TableSchema.ofTable(
            "t", List.of(Column.tag("host"), Column.field("a", TSDataType.INT32), Column.field("b", TSDataType.FLOAT)));

    @Test
    void fieldsAreAddedBehindTheOthersAndWidened() {
        TableSchema after = BEFORE.withField("C", TSDataType.TEXT)
                .widened("a", TSDataType.INT64)
                .widened("B", TSDataType.DOUBLE);

        assertThat(after.fields())
                .containsExactly(
                        Column.field("a", TSDataType.INT64),
                        Column.field("b", TSDataType.DOUBLE),
                        Column.field("c", TSDataType.TEXT));
        assertThat(SchemaEvolution.refusal(BEFORE, after)).isEmpty();
        assertThat(SchemaEvolution.refusal(BEFORE, BEFORE)).isEmpty();
        assertThat(BEFORE.withField("a", TSDataType.INT32)).isSameAs(BEFORE);
    }

    @Test
    void refusesTheRest() {
        refused(table(Column.tag("host"), Column.field("a", TSDataType.INT32)), "field 'b' would be gone");
        refused(
                table(Column.tag("host"), Column.field("a", TSDataType.INT32), Column.field("c", TSDataType.FLOAT)),
                "field 'b' would be gone");
        refused(
                table(Column.tag("host"), Column.field("a", TSDataType.DOUBLE), Column.field("b", TSDataType.FLOAT)),
                "field 'a' is of type INT32 and cannot become DOUBLE");
        refused(
                table(Column.tag("host"), Column.field("b", TSDataType.FLOAT), Column.field("a", TSDataType.INT32)),
                "its fields would change places");
        refused(
                table(
                        Column.tag("host"),
                        Column.field("c", TSDataType.TEXT),
                        Column.field("a", TSDataType.INT32),
                        Column.field("b", TSDataType.FLOAT)),
                "its fields would change places");
        refused(table(Column.field("a", TSDataType.INT32), Column.field("b", TSDataType.FLOAT)), "its tags are [host]");
        refused(
                table(
                        Column.tag("site"),
                        Column.tag("host"),
                        Column.field("a", TSDataType.INT32),
                        Column.field("b", TSDataType.FLOAT)),
                "its tags are [host], not [site, host]");
        refused(TableSchema.ofTable("u", BEFORE.columns()), "its name is 't', not 'u'");
        refused(
                new TableSchema(TableModel.TABLE, "t", "time", TimePrecision.NANOS, BEFORE.columns()),
                "its times are MILLIS, not NANOS");
        refused(
                new TableSchema(TableModel.TABLE, "t", "ts", TimePrecision.MILLIS, BEFORE.columns()),
                "its time is called 'time', not 'ts'");
        refused(TableSchema.ofTree("t", List.of()), "it is of the TABLE model");
    }

    @Test
    void refusesToNarrowAndToAddAnotherColumnOfOneName() {
        assertThatThrownBy(() -> BEFORE.widened("a", TSDataType.FLOAT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cannot widen field 'a' of table 't' from INT32 to FLOAT");
        assertThatThrownBy(() -> BEFORE.widened("z", TSDataType.INT64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cannot find field 'z'");
        assertThatThrownBy(() -> BEFORE.withField("a", TSDataType.TEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two columns are named 'a'");
    }

    @Test
    void aTableTakesRowsOfFewerAndNarrowerFields() {
        TableSchema table = BEFORE.widened("a", TSDataType.INT64).withField("c", TSDataType.TEXT);

        assertThat(SchemaEvolution.mismatch(table, BEFORE)).isEmpty();
        assertThat(SchemaEvolution.mismatch(BEFORE, table))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("its field 'a' is of type INT32, which takes no INT64"));
        assertThat(SchemaEvolution.mismatch(BEFORE, BEFORE.withField("c", TSDataType.TEXT)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("it has no field 'c'"));
    }

    private static void refused(TableSchema after, String reason) {
        assertThat(SchemaEvolution.refusal(BEFORE, after))
                .hasValueSatisfying(text -> assertThat(text).contains(reason));
    }

    private static TableSchema table(Column... columns) {
        return TableSchema.ofTable("t", List.of(columns));
    }
}
