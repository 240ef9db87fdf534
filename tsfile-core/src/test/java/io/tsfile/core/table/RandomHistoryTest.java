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
import static io.tsfile.core.table.TableFixtures.dataFile;
import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories with all actions: whichever checkpoint a reader starts with, and whichever times it asks for, it gets what all
 * entries from the first one on add up to.
 */
class RandomHistoryTest {
    private static final int COMMITS = 40;
    private static final long WEEK = 604_800_000L;
    private static final List<String> HOSTS = List.of("", "a", "b", "ü", "x\n\"y");

    private final FileStore store;
    private final Table table;
    private final Random random = new Random();
    private int names;
    private final List<UUID> writers = List.of(new UUID(1, 1), new UUID(-1, -1), new UUID(0, 7));
    private final List<DataFile> gone = new ArrayList<>();

    RandomHistoryTest(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
        table = Table.create(
                store,
                TableMetadata.of(
                        SCHEMA, new TimePartitioning(WEEK), Map.of(TableOptions.CHECKPOINT_INTERVAL, "1000000")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aCheckpointAndTheEntriesBehindItAreAllEntries(long seed) throws IOException {
        random.setSeed(seed);
        List<LogState> states = new ArrayList<>();
        LogReplay replay = new LogReplay(store.location().uri());
        TableLog log = new TableLog(store);
        replay.apply(log.read(1));
        states.add(replay.state());
        for (long number = 2; number <= COMMITS; number++) {
            assertThat(table.commit(randomCommit(number)).number()).isEqualTo(number);
            replay.apply(log.read(number));
            states.add(replay.state());
        }
        LogState last = states.get(COMMITS - 1);
        assertThat(last.snapshot().hides()).as("worth it").isNotEmpty();
        assertThat(last.snapshot().tombstoneFiles()).isNotEmpty();

        for (int base = 4; base <= COMMITS; base += 4) {
            LogState state = states.get(base - 1);
            new CheckpointWriter(store, 2 + random.nextInt(20)).write(state);
            String when = "seed " + seed + ", checkpoint " + base;
            LogState read = new CheckpointReader(store).read(base, TimeRange.ALL);
            assertSame(read, state, when);
            LogReplay on = new LogReplay(read);
            new LogReader(store, log).replay(on, COMMITS, TimeRange.ALL);
            assertSame(on.state(), last, when);
            TimeRange times = times();
            Snapshot some = Table.snapshot(store, times);
            assertThat(some.liveFiles(store, times))
                    .as(when + ", times " + times)
                    .isEqualTo(last.snapshot().liveFiles(store, times));
        }
        assertThat(Table.open(store).snapshot()).isEqualTo(last.snapshot());
    }

    private static void assertSame(LogState state, LogState expected, String when) {
        assertThat(state.snapshot()).as(when).isEqualTo(expected.snapshot());
        assertThat(state.writers()).as(when).isEqualTo(expected.writers());
        assertThat(state.horizonMillis()).as(when).isEqualTo(expected.horizonMillis());
    }

    private Commit randomCommit(long number) throws IOException {
        Snapshot now = table.snapshot();
        CommitId id = new CommitId(writers.get(random.nextInt(writers.size())), number * 3);
        Commit.Builder commit = Commit.of(now.metadata().id(), id, "random");
        int adds = random.nextInt(4);
        List<DataFile> added = new ArrayList<>();
        for (int i = 0; i < adds; i++) {
            added.add(file(i));
        }
        List<String> removed = new ArrayList<>();
        for (DataFile file : now.files()) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    removed.add(file.path());
                    gone.add(file);
                }
                case 1 -> {
                    removed.add(file.path());
                    added.add(file.compacted(file.version(), file.level() + 1, file.cleanThrough()));
                }
                case 2 -> {
                    removed.add(file.path());
                    DataFile output = file(9);
                    added.add(output.compacted(file.version(), file.level() + 1, now.number()));
                }
                case 3 -> commit.hide(List.of(new Hide(file.path(), deletion()), new Hide(file.path(), deletion())));
                default -> {}
            }
        }
        commit.add(added).remove(removed);
        // Never empty.
        TableMetadata metadata = now.metadata().withOption("number", "" + number);
        switch (random.nextInt(6)) {
            case 0 -> commit.delete(List.of(Tombstone.open(1, deletion()), Tombstone.open(0, deletion())));
            case 1 -> {
                List<Tombstone> many = new ArrayList<>();
                for (int i = 0; i <= TombstoneFiles.MOST_IN_LOG; i++) {
                    many.add(Tombstone.open(i % 5, deletion()));
                }
                commit.delete(many);
            }
            case 2 -> {
                if (!gone.isEmpty()) {
                    String path = gone.remove(gone.size() - 1).path();
                    boolean back = added.stream().anyMatch(file -> file.path().equals(path));
                    if (!back && !now.doomed().contains(path)) {
                        commit.doom(List.of(path));
                    }
                }
            }
            case 3 -> commit.gone(now.doomed().stream().limit(1).toList());
            case 4 ->
                metadata = metadata.withSchema(metadata.schema().withField("f" + number, TSDataType.FLOAT))
                        .withOption("note", "ü" + number);
            default -> {}
        }
        return commit.metadata(metadata).build();
    }

    private DataFile file(int order) throws IOException {
        String folder = List.of("data/", "data/-3/", "data/ü/").get(random.nextInt(3));
        String name =
                random.nextBoolean() ? new UUID(random.nextLong(), random.nextLong()).toString() : "file " + names++;
        TableFixtures.write(store, folder + name + ".tsfile", 1);
        DataFile like = dataFile(folder + name + ".tsfile", 1);
        IDeviceID one = device();
        IDeviceID two = device();
        boolean ascend = one.compareTo(two) <= 0;
        List<DeviceSplit> splits = random.nextBoolean()
                ? List.of()
                : List.of(
                        new DeviceSplit(Devices.ofTable("sensors", "a"), 0),
                        new DeviceSplit(Devices.ofTable("sensors", "b"), random.nextLong(1, Long.MAX_VALUE)));
        return new DataFile(
                like.path(),
                1,
                random.nextBoolean() ? DataFile.UNKNOWN_CRC : random.nextLong(1L << 32),
                new Version(DataFile.UNCOMMITTED, order),
                0,
                DataFile.UNCOMMITTED,
                random.nextBoolean(),
                new DeviceRange(ascend ? one : two, ascend ? two : one),
                random.nextBoolean() ? BucketRange.ALL : new BucketRange(5, 5 + random.nextInt(9)),
                times(),
                random.nextLong(Long.MAX_VALUE),
                random.nextInt(100),
                random.nextBoolean() ? DataFile.UNKNOWN_CHUNKS : random.nextInt(100),
                splits);
    }

    private Deletion deletion() {
        DeviceScope devices = switch (random.nextInt(5)) {
            case 0 -> DeviceScope.ALL;
            case 1 -> DeviceScope.of(List.of(device(), device(), device()));
            case 2 -> new DeviceScope.Between(device(), null);
            case 3 -> new DeviceScope.Between(null, device());
            default -> new DeviceScope.Below("root.ü");
        };
        return new Deletion(
                devices, random.nextBoolean() ? List.of() : List.of("temperature", "ü" + random.nextInt(3)), times());
    }

    private IDeviceID device() {
        int host = random.nextInt(HOSTS.size() + 1);
        return Devices.ofTable("sensors", host == HOSTS.size() ? null : HOSTS.get(host));
    }

    /** Mostly of some weeks, sometimes up to the ends of time. */
    private TimeRange times() {
        long start = random.nextInt(10) == 0 ? Long.MIN_VALUE : WEEK * (random.nextInt(9) - 4) + random.nextInt(100);
        long end = random.nextInt(10) == 0
                ? Long.MAX_VALUE
                : Math.max(start, WEEK * (random.nextInt(9) - 4)) + random.nextLong(WEEK);
        return new TimeRange(start, end);
    }
}
