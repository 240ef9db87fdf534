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
package io.tsfile.core.writer;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Threads;
import io.tsfile.core.wal.WalOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.tsfile.file.metadata.enums.CompressionType;

/** A process that appends with many threads, tells of each append that returned, and goes on until it is killed. */
final class KilledWriter {
    static final String OPENING = "opening";
    private static final int FLUSH_EVERY = 700;

    private KilledWriter() {}

    /** Takes the folder, the seed, and for each thread the number of its next append. */
    public static void main(String[] args) throws Exception {
        OutputStream told = System.out;
        // What logs must not come between.
        System.setOut(System.err);
        long seed = Long.parseLong(args[1]);
        try (FileStore store = table(Path.of(args[0]))) {
            tell(told, OPENING);
            try (TsFileWriter writer = open(Path.of(args[0]), store)) {
                Threads.together(args.length - 2, thread -> {
                    KilledAppends appends = new KilledAppends(thread, seed);
                    for (long i = Long.parseLong(args[thread + 2]); ; i++) {
                        appends.make(i, writer);
                        tell(told, thread + " " + i);
                        if (i % FLUSH_EVERY == 0) {
                            writer.flush();
                        }
                    }
                });
            }
        }
    }

    static FileStore table(Path folder) throws IOException {
        return StoreLocation.of(folder.resolve("table").toString()).open();
    }

    /** A writer of the table, after all that the log of earlier ones holds is in the table. */
    static TsFileWriter open(Path folder, FileStore store) throws IOException {
        TableMetadata metadata = TableMetadata.of(KilledAppends.SCHEMA, new TimePartitioning(50), Map.of());
        WriterOptions options = WriterOptions.DEFAULT
                .withMemTableBytes(30_000)
                .withFlush(new FlushOptions(20, 60, 12_000, 4, CompressionType.LZ4))
                .withWal(
                        WalOptions.synced(StoreLocation.of(folder.resolve("log").toString())));
        return TsFileWriter.open(Table.openOrCreate(store, metadata), options);
    }

    /** In one write, so that lines of several threads do not mix, and that nothing is left in this process. */
    private static void tell(OutputStream told, String what) throws IOException {
        byte[] line = (what + "\n").getBytes(StandardCharsets.US_ASCII);
        synchronized (told) {
            told.write(line);
            told.flush();
        }
    }
}
