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
package io.tsfile.core.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.model.Version;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitFeed;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.CommitNews;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableHistory;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.table.TableOptions;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit tells what it brought, whatever happened to its files since. */
class CommitFeedTest {
    private static final FlushOptions FLUSH = new FlushOptions(20, 60, 12_000, 4, CompressionType.LZ4);
    private static final TableSchema SCHEMA = RandomRows.tableOfAllTypes();

    private final Path folder;
    private final FileStore store;

    CommitFeedTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.store = StoreLocation.of(folder.toString()).open();
    }

    @Test
    void bringsTheRowsOfEachCommitOnce() throws IOException {
        Table table = create(Map.of());
        TableLife life = new TableLife(SCHEMA);
        RandomRows rows = new RandomRows(SCHEMA, 11, 5);
        for (int i = 0; i < 6; i++) {
            life.append(table, rows, 150, 0, true, 40, FLUSH);
            Compaction.run(table, CompactionOptions.of(FLUSH).withForce(true), CompactionListener.NONE);
        }
        CommitFeed feed = CommitFeed.of(store);

        Oracle replayed = new Oracle(SCHEMA);
        long newest = table.snapshot().number();
        int appends = 0;
        for (long number = 1; number <= newest; number++) {
            CommitNews news = feed.read(number).orElseThrow();
            assertThat(news.number()).isEqualTo(number);
            assertThat(news.deletes()).isFalse();
            assertThat(news.metadata().isPresent()).isEqualTo(number == 1);
            assertThat(news.operation().equals("test append")).isEqualTo(!news.added().isEmpty());
            appends += news.added().isEmpty() ? 0 : 1;
            replay(news, replayed);
        }

        assertThat(appends).isEqualTo(6);
        assertThat(newest).as("compactions").isGreaterThan(8);
        assertThat(replayed.lines()).isEqualTo(life.oracle().lines());
        assertThat(feed.read(newest + 1)).isEmpty();
        assertThat(LongStream.rangeClosed(1, newest).map(known -> newest(feed, known)))
                .containsOnly(newest);
    }

    @Test
    void tellsDeletionsFromRowsThatAreTooOld() throws IOException {
        Table table = create(Map.of("ttl", "100d"));
        new TableLife(SCHEMA).append(table, new RandomRows(SCHEMA, 3, 2), 50, 0, true, 50, FLUSH);
        long appended = table.snapshot().number();
        Delete.from(table, Deletion.ofRows(DeviceScope.ALL, new TimeRange(10, 20)));
        long deleted = table.snapshot().number();
        Retention.apply(table);
        long expired = table.snapshot().number();
        CommitFeed feed = CommitFeed.of(store);
        TableMetadata metadata = table.snapshot().metadata();

        assertThat(feed.read(appended).orElseThrow().deletes()).isFalse();
        assertThat(feed.read(deleted).orElseThrow().deletes()).isTrue();
        assertThat(feed.read(deleted).orElseThrow().onlyExpires(metadata)).isFalse();
        assertThat(expired).isGreaterThan(deleted);
        assertThat(feed.read(expired).orElseThrow().deletes()).isTrue();
        assertThat(feed.read(expired).orElseThrow().onlyExpires(metadata)).isTrue();
        assertThat(feed.read(expired).orElseThrow().onlyExpires(metadata.withoutOption("ttl")))
                .isFalse();
    }

    @Test
    void hidesWhatACommitItselfDeletesOfItsFiles() throws IOException {
        Table table = create(Map.of());
        TableLife life = new TableLife(SCHEMA);
        life.append(table, new RandomRows(SCHEMA, 5, 2), 50, 0, true, 50, FLUSH);
        Snapshot snapshot = table.snapshot();
        DataFile file = snapshot.files().get(0);
        DataFile copy = copyOf(file);
        Tombstone tombstone = Tombstone.open(1, Deletion.ofRows(DeviceScope.ALL, file.times()));
        table.commit(Commit.of(snapshot.metadata().id(), CommitId.unique(), "upsert")
                .add(List.of(copy))
                .delete(List.of(tombstone))
                .build());

        CommitNews news = CommitFeed.of(store).read(snapshot.number() + 1).orElseThrow();

        assertThat(news.deletes()).isTrue();
        assertThat(news.added()).hasSize(1).allSatisfy(live -> assertThat(live.deletions())
                .containsExactly(tombstone.deletion()));
    }

    @Test
    void bringsTheFilesOfARegisteredFolder(@TempDir Path plain) throws IOException {
        Table table = create(Map.of());
        new TableLife(SCHEMA).append(table, new RandomRows(SCHEMA, 5, 2), 50, 0, true, 50, FLUSH);
        String path = table.snapshot().files().get(0).path();
        Files.copy(folder.resolve(path), plain.resolve("1.tsfile"));
        try (FileStore other = StoreLocation.of(plain.toString()).open()) {
            new Register(other, RegisterOptions.DEFAULT).run();

            assertThat(CommitFeed.of(other).read(1).orElseThrow().added())
                    .extracting(live -> live.file().path())
                    .containsExactly("1.tsfile");
        }
    }

    @Test
    void refusesWhatWasCleanedUpAndWhatIsNotThereYet() throws IOException {
        Table table = create(Map.of(TableOptions.CHECKPOINT_INTERVAL, "4"));
        TableLife life = new TableLife(SCHEMA);
        RandomRows rows = new RandomRows(SCHEMA, 7, 2);
        for (int i = 0; i < 9; i++) {
            life.append(table, rows, 10, 0, true, 50, FLUSH);
        }
        CommitFeed feed = CommitFeed.of(store);
        TableHistory.of(store)
                .cleanUp(
                        Long.MAX_VALUE / 2,
                        TableOptions.of(Map.of(TableOptions.LOG_RETENTION, "1 ms", TableOptions.RETENTION, "1 ms")));

        assertThatThrownBy(() -> feed.read(3))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("Cannot read commit 3")
                .hasMessageContaining("'log-retention'");
        assertThat(feed.read(9)).as("behind the checkpoint of commit 8").isPresent();
        assertThat(feed.read(10)).isPresent();
        assertThat(feed.read(11)).isEmpty();
        assertThatThrownBy(() -> feed.read(12)).hasMessageContaining("its newest commit is 10");

        // What a writer leaves that slept through the clean-up is not read.
        Files.copy(folder.resolve("_tsfile/log/%020d.json".formatted(10)), folder.resolve("_tsfile/log/%020d.json".formatted(5)));
        assertThatThrownBy(() -> feed.read(5)).hasMessageContaining("'log-retention'");
    }

    private Table create(Map<String, String> options) throws IOException {
        return Table.create(store, TableMetadata.of(SCHEMA, new TimePartitioning(1000), options));
    }

    private DataFile copyOf(DataFile file) throws IOException {
        String path = file.path().replace(".tsfile", "-copy.tsfile");
        Files.copy(folder.resolve(file.path()), folder.resolve(path));
        return new DataFile(
                path,
                file.length(),
                file.crc32c(),
                new Version(DataFile.UNCOMMITTED, 0),
                0,
                DataFile.UNCOMMITTED,
                file.ordered(),
                file.devices(),
                file.buckets(),
                file.times(),
                file.rows(),
                file.points(),
                file.chunks(),
                file.splits());
    }

    private static long newest(CommitFeed feed, long known) {
        try {
            return feed.newest(known);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Puts the merged rows of a commit into an oracle, as a job that follows the table would. */
    private void replay(CommitNews news, Oracle oracle) throws IOException {
        ScanSource source = new ScanSource(store.location(), SCHEMA, news.added());
        List<String> fields =
                SCHEMA.fields().stream().map(Column::name).toList();
        ScanRequest request = new ScanRequest(fields, TimeRange.ALL, DeviceFilter.ALL, 1 << 20);
        for (ScanTask task : ScanPlanner.plan(source, request)) {
            try (SectionReader reader = new SectionReader(store, task, 100)) {
                while (reader.next()) {
                    for (int row = 0; row < reader.times().size(); row++) {
                        @Nullable Object[] values = new Object[fields.size()];
                        for (int i = 0; i < values.length; i++) {
                            values[i] = ObjectRow.read(reader.values(i), row);
                        }
                        oracle.put(reader.device(), reader.times().get(row), ObjectRow.of(values));
                    }
                }
            }
        }
    }
}
