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
package io.tsfile.core.table;

import static io.tsfile.core.table.TableFixtures.SCHEMA;
import static io.tsfile.core.table.TableFixtures.append;
import static io.tsfile.core.table.TableFixtures.metadata;
import static io.tsfile.core.table.TableFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlterTest {
    private FileStore store;
    private Table table;

    @BeforeEach
    void makeTable(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
        table = Table.create(store, metadata());
    }

    @Test
    void addsFieldsAndSetsOptions() throws IOException {
        TableMetadata altered = table.alter(now -> now.withSchema(now.schema().withField("speed", TSDataType.INT32))
                .withOption("encoding", "auto"));

        assertThat(altered.schema().fields()).hasSize(2);
        assertThat(Table.open(store).snapshot().metadata()).isEqualTo(altered);
        assertThat(table.alter(now -> now.withoutOption("encoding")).options()).isEmpty();
        assertThat(table.snapshot(2).metadata()).isEqualTo(altered);
        assertThat(table.snapshot(1).metadata().schema()).isEqualTo(SCHEMA);
    }

    @Test
    void aChangeOfNothingIsNoCommit() throws IOException {
        table.alter(now -> now.withSchema(now.schema().withField("temperature", TSDataType.DOUBLE)));

        assertThat(table.snapshot().number()).isEqualTo(1);
    }

    /** A8: a job that runs on while somebody adds a column. */
    @Test
    void anAppendOfAWriterThatKnowsTheTableAsItWasCommits() throws IOException {
        Table running = Table.open(store);
        Commit commit = append(running, CommitId.unique(), write(store, "data/0/a.tsfile", 1));

        table.alter(now -> now.withSchema(now.schema().withField("speed", TSDataType.INT32)));

        assertThat(running.commit(commit).number()).isEqualTo(3);
        assertThat(Table.openOrCreate(store, metadata())
                        .snapshot()
                        .metadata()
                        .schema()
                        .fields())
                .hasSize(2);
    }

    /** A8: of two who add one column with different types, one is told. */
    @Test
    void twoTypesForOneNewColumnConflict() throws IOException {
        AtomicBoolean first = new AtomicBoolean(true);

        assertThatThrownBy(() -> table.alter(now -> {
                    TableMetadata changed = now.withSchema(now.schema().withField("speed", TSDataType.INT32));
                    if (first.getAndSet(false)) {
                        another(TSDataType.TEXT);
                    }
                    return changed;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two columns are named 'speed'");
        assertThat(table.snapshot().number()).isEqualTo(2);
    }

    @Test
    void changesOfSeveralAtOnceAllCount() throws Exception {
        Threads.together(8, thread -> {
            Table own = Table.open(store);
            own.alter(now -> now.withSchema(now.schema().withField("f" + thread, TSDataType.INT32))
                    .withOption("o" + thread, "x"));
            return own;
        });

        assertThat(table.snapshot().metadata().schema().fields()).hasSize(9);
        assertThat(table.snapshot().metadata().options()).hasSize(8);
        assertThat(table.snapshot().number()).isEqualTo(9);
    }

    @Test
    void refusesWhatFilesDoNotAllow() throws IOException {
        TableSchema other = TableSchema.ofTable(
                "sensors", List.of(Column.tag("host"), Column.field("temperature", TSDataType.TEXT)));

        assertThatThrownBy(() -> table.alter(now -> now.withSchema(other)))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith(
                        "Cannot alter the table in " + store.location().uri())
                .hasMessageContaining("field 'temperature' is of type DOUBLE and cannot become TEXT");
        assertThatThrownBy(() -> table.alter(
                        now -> new TableMetadata(now.id(), now.schema(), TimePartitioning.NONE, now.options())))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("its files are cut by times of 604800000");
        assertThat(table.snapshot().number()).isEqualTo(1);
    }

    /** Such an option would end checkpoints, vacuums and retention. */
    @ParameterizedTest
    @CsvSource({"checkpoint-interval, often", "log-retention, 1 fortnight", "ttl, -1d", "encoding.temperature, NONE"})
    void refusesOptionsThatCannotBeRead(String option, String value) throws IOException {
        assertThatThrownBy(() -> table.alter(now -> now.withOption(option, value)))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining(option);
        assertThat(table.snapshot().number()).isEqualTo(1);
    }

    /** A8: the table was dropped and made again; nothing of the old job gets into it. */
    @Test
    void alteringATableMadeAnewIsAFinalError() throws IOException {
        Table old = Table.open(store);
        Commit commit = Commit.of(old.snapshot().metadata().id(), CommitId.unique(), "alter table")
                .metadata(old.snapshot().metadata().withOption("a", "b"))
                .build();
        store.deleteFolder(TableLog.ROOT);
        Table.create(store, metadata());

        assertThatThrownBy(() -> old.commit(commit))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("dropped and made again");
    }

    private void another(TSDataType type) {
        try {
            Table.open(store).alter(now -> now.withSchema(now.schema().withField("speed", type)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
