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
package io.tsfile.core.flush.manage;

import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.FlushException;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.FlushStage;
import io.tsfile.core.flush.FlushStats;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A table whose log is a list, with the writer that fills it and the map that knows what it must answer. Thread-safe; rows of
 * one device come from one thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // it keeps them
final class FolderTable implements FlushTarget {
    static final TableSchema SCHEMA = RandomRows.treeOfAllTypes();
    static final FlushOptions OPTIONS = FlushOptions.DEFAULT.withTargetFileBytes(3000);
    static final TimePartitioning PARTITIONING = new TimePartitioning(500);

    /** Runs within a flush or an installation, to hold it up or to let it fail. */
    interface Hook {
        /** The calls are counted from 1. */
        void call(int number) throws IOException;
    }

    /** Makes engines. */
    interface Engines {
        FlushEngine of(FileStore store);
    }

    record Installed(List<DataFile> files, long sequence, FlushReason reason) {}

    private final FileStore folder;
    private final List<Installed> installed = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<FlushEvent>> futures = new CopyOnWriteArrayList<>();
    private final List<FlushReason> requests = new CopyOnWriteArrayList<>();
    private final List<Installed> offers = new CopyOnWriteArrayList<>();
    private final List<Installed> repeated = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger engines = new AtomicInteger();
    private final AtomicInteger flushes = new AtomicInteger();
    private final AtomicInteger installations = new AtomicInteger();
    private final Object lock = new Object();
    private final Oracle oracle = new Oracle(SCHEMA);

    volatile FileStore store;
    volatile Hook beforeEngine = number -> {};
    volatile Hook onLook = number -> {};
    volatile Hook afterFinish = number -> {};
    volatile Hook beforeDiscard = number -> {};
    /** What writes its files. */
    volatile Engines engineKind = store -> new FusedFlush(store, SCHEMA, PARTITIONING, OPTIONS);

    volatile Hook beforeHandOver = number -> {};
    volatile Hook beforeFlush = number -> {};
    volatile Hook beforeInstall = number -> {};
    volatile Hook afterInstall = number -> {};
    /** Whether it hands over when it is asked to. */
    volatile boolean obedient = true;

    /** The last hand-over whose installation was told to have succeeded. */
    private volatile long confirmed;

    private @Nullable FlushQueue queue;
    private MemTable memTable = new MemTable(SCHEMA, true);
    private long oldest = Long.MAX_VALUE;
    private long sequence;

    FolderTable(FileStore folder) {
        this.folder = folder;
        this.store = folder;
    }

    /** This table with a queue. */
    FolderTable in(FlushManager manager, String name) {
        queue = manager.register(name, this);
        return this;
    }

    FlushQueue queue() {
        if (queue == null) {
            throw new IllegalStateException("no queue");
        }
        return queue;
    }

    /** Takes in a row, and waits for its memory. */
    void append(RandomRows.KeyedRow row) throws IOException {
        queue().admit(put(row));
    }

    /** Takes in so many rows. */
    FolderTable append(RandomRows rows, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            append(rows.next());
        }
        return this;
    }

    /** Takes in a row; how many bytes that took. */
    long put(RandomRows.KeyedRow row) {
        synchronized (lock) {
            long before = memTable.bytes();
            memTable.append(row.device(), row.time(), row.row());
            oracle.put(row.device(), row.time(), row.row());
            if (oldest == Long.MAX_VALUE && !memTable.isEmpty()) {
                oldest = System.nanoTime();
            }
            return memTable.bytes() - before;
        }
    }

    /** Hands over what there is, even if there is nothing. */
    CompletableFuture<FlushEvent> submit(FlushReason reason) {
        synchronized (lock) {
            MemTable full = memTable;
            memTable = new MemTable(SCHEMA, true);
            oldest = Long.MAX_VALUE;
            CompletableFuture<FlushEvent> future = queue().submit(List.of(full), reason, ++sequence);
            futures.add(future);
            return future;
        }
    }

    @Override
    public void handOver(FlushReason reason) {
        requests.add(reason);
        call(beforeHandOver, requests.size());
        synchronized (lock) {
            if (obedient && !memTable.isEmpty()) {
                submit(reason);
            }
        }
    }

    @Override
    public long activeBytes() {
        long bytes;
        synchronized (lock) {
            bytes = memTable.bytes();
        }
        call(onLook, looks.incrementAndGet());
        return bytes;
    }

    @Override
    public long oldestNanos() {
        synchronized (lock) {
            return oldest;
        }
    }

    @Override
    public FlushEngine engine() throws IOException {
        beforeEngine.call(engines.incrementAndGet());
        return new HookedEngine(engineKind.of(store));
    }

    @Override
    public void install(List<DataFile> files, long upTo, FlushReason reason) throws IOException {
        int number = installations.incrementAndGet();
        Installed offer = new Installed(files, upTo, reason);
        offers.add(offer);
        if (upTo <= confirmed) {
            repeated.add(offer);
        }
        beforeInstall.call(number);
        if (upTo > lastInstalled()) {
            installed.add(offer);
        }
        afterInstall.call(number);
        confirmed = upTo;
    }

    @Override
    public void discard(List<DataFile> files) throws IOException {
        beforeDiscard.call(1);
        for (DataFile file : files) {
            folder.delete(file.path());
        }
    }

    private static void call(Hook hook, int number) {
        try {
            hook.call(number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long lastInstalled() {
        return installed.isEmpty() ? 0 : installed.get(installed.size() - 1).sequence();
    }

    /** What is in the table, the oldest first. */
    List<Installed> installed() {
        return installed;
    }

    /** What was offered for installation, whatever came of it. */
    List<Installed> offers() {
        return offers;
    }

    /** What was offered although it had been installed, and its installation had been told. */
    List<Installed> repeated() {
        return repeated;
    }

    /** How often it was asked for the bytes in memory. */
    int looks() {
        return looks.get();
    }

    /** The numbers of the hand-overs with which installations ended. */
    List<Long> sequences() {
        return installed.stream().map(Installed::sequence).toList();
    }

    /** Why it was asked for hand-overs. */
    List<FlushReason> requests() {
        return requests;
    }

    int flushes() {
        return flushes.get();
    }

    int installations() {
        return installations.get();
    }

    /** Waits for all hand-overs so far. */
    void awaitAll() {
        futures.forEach(CompletableFuture::join);
    }

    /** The rows that are in the table. */
    List<String> scan() throws IOException {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < installed.size(); i++) {
            for (DataFile file : installed.get(i).files()) {
                files.add(file.committed(i + 1));
            }
        }
        files.sort(DataFile.BY_VERSION);
        List<String> fields = SCHEMA.fields().stream().map(Column::name).toList();
        return Oracle.scan(
                folder,
                new ScanSource(folder.location(), SCHEMA, LiveFile.of(files)),
                new ScanRequest(fields, TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE),
                1000);
    }

    /** The rows that were appended. */
    List<String> expected() {
        synchronized (lock) {
            return oracle.lines();
        }
    }

    /** Files that are in the folder. */
    List<String> paths() throws IOException {
        return folder.list("", true).stream().map(StoredFile::path).sorted().toList();
    }

    /** Files that are in the table. */
    List<String> installedPaths() {
        return installed.stream()
                .flatMap(one -> one.files().stream())
                .map(DataFile::path)
                .sorted()
                .toList();
    }

    private final class HookedEngine implements FlushEngine {
        private final FlushEngine engine;
        private boolean finished;

        HookedEngine(FlushEngine engine) {
            this.engine = engine;
        }

        @Override
        public void flush(List<MemTable> tables) throws FlushException {
            int number = flushes.incrementAndGet();
            try {
                beforeFlush.call(number);
            } catch (IOException e) {
                throw new FlushException(FlushStage.IO, null, null, e);
            }
            engine.flush(tables);
        }

        @Override
        public List<DataFile> finish() throws IOException {
            List<DataFile> files = engine.finish();
            finished = true;
            return files;
        }

        @Override
        public FlushStats stats() {
            return engine.stats();
        }

        @Override
        public void close() throws IOException {
            engine.close();
            if (finished) {
                afterFinish.call(flushes.get());
            }
        }
    }
}
