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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.maintenance.Delete;
import io.tsfile.core.maintenance.Retention;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.PlainOptions;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which splits the commits of a table become, and which commits cannot be read. */
class CommitsFeedTest {
    private static final TableSchema SCHEMA = RandomRows.tableOfAllTypes();

    private final Path folder;
    private final ReadFixture fixture;

    CommitsFeedTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.fixture = new ReadFixture(folder, SCHEMA, 41, Map.of("ttl", "20000d"));
    }

    @AfterEach
    void closeStore() throws IOException {
        fixture.close();
    }

    @Test
    void startsWhereTheModeSays() throws IOException {
        fixture.append(50);
        fixture.append(50);

        assertThat(start(ScanMode.LATEST, null)).satisfies(look -> {
            assertThat(look.splits()).isEmpty();
            assertThat(look.next()).isEqualTo(4);
        });
        assertThat(start(ScanMode.FULL_THEN_LATEST, null)).satisfies(look -> {
            assertThat(look.splits()).isNotEmpty().allMatch(split -> split.commit() == 3);
            assertThat(look.next()).isEqualTo(4);
        });
        assertThat(start(ScanMode.FROM_COMMIT, 2L)).satisfies(look -> {
            assertThat(look.splits()).isEmpty();
            assertThat(look.next()).isEqualTo(2);
            assertThat(look.newest()).isEqualTo(3);
        });
    }

    @Test
    void readsAFewCommitsAtATime() throws IOException {
        for (int i = 0; i < 80; i++) {
            fixture.append(1);
        }
        try (CommitsFeed feed = feed(ScanMode.FROM_COMMIT, 1L, DeletesMode.FAIL)) {
            ReadProgress reached = progress(feed.look(ReadProgress.START));
            SplitFeed.Look first = feed.look(reached);
            assertThat(first.splits()).hasSize(64);
            assertThat(first.more()).isTrue();
            assertThat(first.newest()).isEqualTo(81);
            SplitFeed.Look second = feed.look(progress(first));
            assertThat(second.splits()).hasSize(16);
            assertThat(second.more()).isFalse();
            assertThat(second.next()).isEqualTo(82);
        }
    }

    @Test
    void stopsAtDeletionsUnlessTheyAreIgnored() throws IOException {
        fixture.append(100);
        Delete.from(fixture.table, Deletion.ofRows(DeviceScope.ALL, new TimeRange(0, 20)));
        long deletion = fixture.table.snapshot().number();
        fixture.append(10);

        try (CommitsFeed feed = feed(ScanMode.FROM_COMMIT, 2L, DeletesMode.FAIL)) {
            ReadProgress reached = progress(feed.look(ReadProgress.START));
            assertThatThrownBy(() -> feed.look(reached))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("commit " + deletion + " ('delete') deletes rows")
                    .hasMessageContaining("'scan.deletes'");
        }
        try (CommitsFeed feed = feed(ScanMode.FROM_COMMIT, 2L, DeletesMode.IGNORE)) {
            SplitFeed.Look look = feed.look(progress(feed.look(ReadProgress.START)));
            assertThat(look.splits()).extracting(TsFileSplit::commit).contains(2L, deletion + 1);
        }
    }

    @Test
    void passesOverRowsThatAreTooOld() throws IOException {
        fixture.append(100);
        Retention.apply(fixture.table);
        assertThat(fixture.table.snapshot().number()).isEqualTo(3);
        fixture.append(10);

        try (CommitsFeed feed = feed(ScanMode.FROM_COMMIT, 2L, DeletesMode.FAIL)) {
            SplitFeed.Look look = feed.look(progress(feed.look(ReadProgress.START)));
            assertThat(look.splits()).extracting(TsFileSplit::commit).containsOnly(2L, 4L);
        }
    }

    @Test
    void goesOnWhenColumnsAreAddedAndStopsWhenTheyNoLongerFit() throws IOException {
        fixture.append(10);
        try (CommitsFeed feed = feed(ScanMode.LATEST, null, DeletesMode.FAIL)) {
            ReadProgress reached = progress(feed.look(ReadProgress.START));
            fixture.table.alter(now -> now.withSchema(now.schema().withField("more", TSDataType.INT64)));
            fixture.append(10);
            SplitFeed.Look look = feed.look(reached);
            assertThat(look.splits()).isNotEmpty();

            ReadProgress then = progress(look);
            fixture.table.alter(now -> now.withSchema(now.schema().widened("i", TSDataType.INT64)));
            assertThatThrownBy(() -> feed.look(then))
                    .hasMessageContaining("Start the job again, from its savepoint")
                    .hasMessageContaining("'i', which is stored as INT64, as INT");
        }
    }

    @Test
    void refusesAnotherTable(@TempDir Path other) throws IOException {
        fixture.append(10);
        ReadProgress reached = progress(start(ScanMode.LATEST, null));
        try (ReadFixture again = new ReadFixture(other, SCHEMA, 1)) {
            again.append(1);
            try (CommitsFeed feed = feed(other, ScanMode.LATEST, null, DeletesMode.FAIL)) {
                assertThatThrownBy(() -> feed.look(reached)).hasMessageContaining("dropped and made again");
            }
        }
    }

    private SplitFeed.Look start(ScanMode mode, @Nullable Long commit) throws IOException {
        try (CommitsFeed feed = feed(mode, commit, DeletesMode.FAIL)) {
            return feed.look(ReadProgress.START);
        }
    }

    private CommitsFeed feed(ScanMode mode, @Nullable Long commit, DeletesMode deletes) {
        return feed(folder, mode, commit, deletes);
    }

    private static CommitsFeed feed(Path folder, ScanMode mode, @Nullable Long commit, DeletesMode deletes) {
        ReadSettings settings = new ReadSettings(
                StoreLocation.of(folder.toString()),
                false,
                new ReadRange(mode, commit, null),
                TimeRange.ALL,
                DeviceFilter.ALL,
                ReadSettings.NO_LIMIT,
                1 << 20,
                100,
                Duration.ofSeconds(1),
                deletes,
                null,
                null,
                PlainOptions.Unsealed.FAIL);
        RowReadFormat format = RowReadFormat.of(ReadColumns.all(SCHEMA), SCHEMA);
        return new CommitsFeed(settings, new SplitPlanner(settings, format.columns(), 2), format::rows);
    }

    private static ReadProgress progress(SplitFeed.Look look) {
        return new ReadProgress(look.phase(), look.table(), look.next(), 0, List.of());
    }
}
