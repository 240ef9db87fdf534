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
package io.tsfile.core.io;

import io.tsfile.core.TsFileConnectorException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finds out whether a store keeps the word of {@link FileStore#createIfAbsent}: a name is created twice, and then several names by
 * several threads at once, because a store that looks first and writes then is only seen in a race.
 */
final class CreateProbe {
    private static final int THREADS = 4;
    private static final int RACES = 4;

    private final FileStore store;
    private final String folder;

    private CreateProbe(FileStore store, String folder) {
        this.store = store;
        this.folder = folder;
    }

    static void run(FileStore store, String folder) throws IOException {
        CreateProbe probe = new CreateProbe(store, folder);
        probe.twice();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, CreateProbe::daemon);
        try {
            for (int i = 0; i < RACES; i++) {
                probe.race(threads);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void twice() throws IOException {
        String path = path();
        try {
            boolean created = store.createIfAbsent(path, content(0));
            boolean createdAgain = store.createIfAbsent(path, content(1));
            if (!created || createdAgain || !Arrays.equals(content(0), store.read(path))) {
                throw refused("its file system does not refuse to create a file that exists (first create of a probe: "
                        + created + ", second: " + createdAgain + ")");
            }
        } finally {
            store.delete(path);
        }
    }

    private void race(ExecutorService threads) throws IOException {
        String path = path();
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<Boolean>> creates = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                byte[] content = content(i);
                creates.add(threads.submit(() -> {
                    start.await();
                    return store.createIfAbsent(path, content);
                }));
            }
            int created = 0;
            int winner = -1;
            for (int i = 0; i < THREADS; i++) {
                if (get(creates.get(i))) {
                    created++;
                    winner = i;
                }
            }
            if (created != 1 || !Arrays.equals(content(winner), store.read(path))) {
                throw refused("its file system lets " + created + " of " + THREADS
                        + " writers create one file at once, or mixes up what they write");
            }
        } finally {
            store.delete(path);
        }
    }

    private static boolean get(Future<Boolean> create) throws IOException {
        try {
            return create.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a store was probed");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IOException("Cannot probe a store", e.getCause());
        }
    }

    private TsFileConnectorException refused(String reason) {
        return new TsFileConnectorException("Cannot keep a table in "
                + store.location().uri() + ": " + reason
                + ", so that two writers could overwrite each other's commits. Use a local file system with hard"
                + " links, HDFS, or an S3 store with conditional writes");
    }

    private String path() {
        return TemporaryNames.beside((folder.isEmpty() ? "" : folder + "/") + "probe");
    }

    private static byte[] content(int writer) {
        return ("writer " + writer).getBytes(StandardCharsets.UTF_8);
    }

    private static Thread daemon(Runnable run) {
        Thread thread = new Thread(run, "tsfile probe");
        thread.setDaemon(true);
        return thread;
    }
}
