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
package io.tsfile.core.testing;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.OutputFile;
import io.tsfile.core.io.StoredFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** An output file of a {@link FaultyFileStore}. */
final class FaultyOutputFile extends OutputFile {
    private static final int STEP_BYTES = 4096;

    private final FileStore store;
    private final OutputFile file;
    private final FaultPlan plan;
    /** How much a loss of power leaves at least; not even the name if it is negative. */
    private volatile long synced = -1;

    private boolean closed;

    FaultyOutputFile(FileStore store, OutputFile file, FaultPlan plan) {
        this.store = store;
        this.file = file;
        this.plan = plan;
        plan.opened();
    }

    @Override
    public String path() {
        return file.path();
    }

    @Override
    public long position() {
        return file.position();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        plan.checkAlive();
        int fits = plan.take(length);
        if (fits < length) {
            file.write(source, offset, fits);
            file.flush();
            throw new IOException("no space left for " + (length - fits) + " bytes of " + path());
        }
        if (file.position() / STEP_BYTES == (file.position() + length) / STEP_BYTES) {
            file.write(source, offset, length);
            return;
        }
        plan.change("write to " + path(), () -> {
            file.write(source, offset, length);
            return true;
        });
    }

    @Override
    public void flush() throws IOException {
        plan.change("flush " + path(), () -> {
            file.flush();
            return true;
        });
    }

    @Override
    public void sync() throws IOException {
        plan.change("sync " + path(), () -> {
            file.sync();
            setSynced();
            return true;
        });
    }

    @Override
    public void abandon() throws IOException {
        if (closed) {
            return;
        }
        countClosed();
        plan.change("abandon " + path(), () -> {
            file.abandon();
            return true;
        });
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        plan.change("close " + path(), () -> {
            file.close();
            setSynced();
            return true;
        });
        countClosed();
    }

    @Override
    public void abort() throws IOException {
        if (closed) {
            return;
        }
        // Also when the abort itself breaks: the caller can do no more about it.
        countClosed();
        plan.change("abort " + path(), () -> {
            file.abort();
            return true;
        });
    }

    synchronized void awaitDurable() throws InterruptedException {
        while (synced < file.position()) {
            wait();
        }
    }

    private synchronized void setSynced() {
        synced = file.position();
        notifyAll();
    }

    /** Forgets what is not written yet. */
    void endProcess() throws IOException {
        if (!closed) {
            countClosed();
            file.abandon();
        }
    }

    /** Cuts the file, which is closed, behind what was synced, or a while later, and tears what is behind what was synced. */
    void losePower(Random random) throws IOException {
        Optional<StoredFile> left = store.status(path());
        if (left.isEmpty() || left.get().length() == synced) {
            return;
        }
        byte[] content = store.read(path());
        store.delete(path());
        if (synced < 0 && random.nextBoolean()) {
            return;
        }
        int least = (int) Math.max(0, synced);
        try (OutputFile cut = store.create(path())) {
            int end = least + random.nextInt(content.length - least + 1);
            tear(content, least, end, random);
            cut.write(content, 0, end);
        }
    }

    /** Blocks reach the disk in any order: some are zeros yet, of any size since files of tests are small. */
    private static void tear(byte[] content, int from, int to, Random random) {
        while (from < to && random.nextBoolean()) {
            int start = from + random.nextInt(to - from);
            Arrays.fill(content, start, start + random.nextInt(to - start + 1), (byte) 0);
        }
    }

    private void countClosed() {
        closed = true;
        plan.closed();
    }
}
