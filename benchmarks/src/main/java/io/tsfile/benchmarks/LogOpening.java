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
package io.tsfile.benchmarks;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * How long it takes to open a table with many files and many commits, in 300 MB of heap: the newest snapshot, and the snapshot of
 * one time partition. Fails only if the answer is wrong.
 *
 * <p>{@code ./benchmarks/run.sh log}
 */
public final class LogOpening {
    private static final int COMMITS = 10_000;
    private static final int FILES_PER_COMMIT = 10;
    private static final int PARTITIONS = 50;
    private static final int SPLITS = Integer.getInteger("splits", 8);
    /** Enough for a checkpoint. */
    private static final int REAL_COMMITS = 10;

    private static final int DEVICES = 1_000;
    private static final int ROUNDS = 5;
    private static final long WEEK = 604_800_000L;

    private static final TableSchema SCHEMA =
            TableSchema.ofTable("sensors", List.of(Column.tag("host"), Column.field("temperature", TSDataType.DOUBLE)));

    private LogOpening() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("log");
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            long start = System.nanoTime();
            write(store, folder);
            System.out.printf(
                    Locale.ROOT,
                    "%,d files by %,d commits, written in %.0f s; heap of at most %d MB%n",
                    COMMITS * FILES_PER_COMMIT,
                    COMMITS + 1,
                    seconds(start),
                    Runtime.getRuntime().maxMemory() >> 20);
            measure(
                    "open, newest snapshot",
                    COMMITS * FILES_PER_COMMIT,
                    () -> Table.open(store).snapshot());
            TimeRange week = new TimeRange(7 * WEEK, 8 * WEEK - 1);
            measure(
                    "snapshot of one time partition",
                    COMMITS * FILES_PER_COMMIT / PARTITIONS,
                    () -> Table.snapshot(store, week));
            store.deleteFolder("data");
            store.deleteFolder("_tsfile");
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    private interface Opening {
        Snapshot open() throws IOException;
    }

    private static void measure(String what, int files, Opening opening) throws IOException {
        double first = 0;
        double best = Double.MAX_VALUE;
        long heap = 0;
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            long before = used();
            long start = System.nanoTime();
            Snapshot snapshot = opening.open();
            double seconds = seconds(start);
            first = round == 0 ? seconds : first;
            best = Math.min(best, seconds);
            System.gc();
            heap = used() - before;
            if (snapshot.files().size() != files || snapshot.number() != COMMITS + 1) {
                throw new IllegalStateException("Cannot go on: snapshot " + snapshot.number() + " has "
                        + snapshot.files().size() + " files and not " + files);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-32s %,8d files  first %.2f s  best %.2f s  %d MB kept%n",
                what,
                files,
                first,
                best,
                heap >> 20);
    }

    /** Most entries are written as text, because a commit takes a while; the last ones, and the checkpoint, by commits. */
    private static void write(FileStore store, Path folder) throws IOException {
        Table table = Table.create(store, TableMetadata.of(SCHEMA, new TimePartitioning(WEEK), Map.of()));
        Snapshot first = table.snapshot();
        UUID writer = UUID.randomUUID();
        for (int number = 2; number <= COMMITS - REAL_COMMITS + 1; number++) {
            StringBuilder entry = new StringBuilder("{\"version\":1,\"actions\":[\n");
            entry.append(String.format(
                    Locale.ROOT,
                    "{\"info\":{\"table\":\"%s\",\"writer\":\"%s\",\"sequence\":\"%d\",\"time\":\"%d\",\"operation\":\"append\",\"metrics\":{}}}",
                    first.metadata().id(),
                    writer,
                    number,
                    first.timeMillis() + number));
            for (int i = 0; i < FILES_PER_COMMIT; i++) {
                entry.append(",\n").append(add(number, file((number - 2) * FILES_PER_COMMIT + i)));
            }
            // Not through the store, which would wait for the disk each time.
            Files.writeString(
                    folder.resolve(String.format(Locale.ROOT, "_tsfile/log/%020d.json", number)),
                    entry.append("\n]}\n"));
        }
        for (int number = COMMITS - REAL_COMMITS + 2; number <= COMMITS + 1; number++) {
            List<DataFile> files = new ArrayList<>();
            for (int i = 0; i < FILES_PER_COMMIT; i++) {
                DataFile file = file((number - 2) * FILES_PER_COMMIT + i);
                store.create(file.path()).close();
                files.add(file);
            }
            table.commit(Commit.append(first.metadata().id(), new CommitId(writer, number), "append", files));
        }
    }

    private static String add(int commit, DataFile file) {
        String splits = file.splits().stream()
                .map(split -> String.format(
                        Locale.ROOT, "{\"device\":%s,\"bytes\":\"%d\"}", text(split.device()), split.bytes()))
                .collect(Collectors.joining(","));
        return String.format(
                Locale.ROOT,
                "{\"add\":{\"path\":\"%s\",\"length\":\"0\",\"crc32c\":\"%d\",\"version\":{\"commit\":\"%d\",\"order\":0},"
                        + "\"level\":0,\"cleanThrough\":\"%d\",\"ordered\":true,\"devices\":[%s,%s],\"buckets\":[0,32767],"
                        + "\"times\":[\"%d\",\"%d\"],\"rows\":\"100000\",\"points\":\"100000\",\"chunks\":\"1000\",\"splits\":[%s]}}",
                file.path(),
                file.crc32c(),
                commit,
                commit - 1,
                text(file.devices().first()),
                text(file.devices().last()),
                file.times().start(),
                file.times().end(),
                splits);
    }

    private static String text(IDeviceID device) {
        return "[\"" + device.segment(0) + "\",\"" + device.segment(1) + "\"]";
    }

    private static DataFile file(int number) {
        long partition = number % PARTITIONS;
        long start = partition * WEEK + number;
        List<DeviceSplit> splits = new ArrayList<>(SPLITS);
        for (int i = 1; i <= SPLITS; i++) {
            splits.add(new DeviceSplit(device(i * DEVICES / (SPLITS + 1)), i * 1_000_000L));
        }
        return new DataFile(
                "data/" + partition + "/" + UUID.randomUUID() + ".tsfile",
                0,
                number,
                new Version(DataFile.UNCOMMITTED, 0),
                0,
                DataFile.UNCOMMITTED,
                true,
                new DeviceRange(device(0), device(DEVICES - 1)),
                BucketRange.ALL,
                new TimeRange(start, start + 60_000),
                100_000,
                100_000,
                1_000,
                splits);
    }

    private static IDeviceID device(int number) {
        return Devices.ofTable("sensors", String.format(Locale.ROOT, "host-%04d", number));
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
