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
package io.tsfile.core.format.check;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.InputFile;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Checks one file of a table. Reads it, and changes nothing. Used once, by one thread. */
public final class FileCheck {
    private static final int BLOCK = 1 << 20;

    private final FileStore store;
    private final DataFile file;
    private final List<String> problems = new ArrayList<>();
    private final FileTotals totals = new FileTotals();

    private FileCheck(FileStore store, DataFile file) {
        this.store = store;
        this.file = file;
    }

    /**
     * What is wrong with a file; nothing of a good one. The damage of one file, whatever it is, is no exception.
     *
     * @param store the table's folder
     * @throws IOException if the store fails in another way than by not having the file
     */
    public static List<String> problems(FileStore store, DataFile file, CheckDepth depth) throws IOException {
        FileCheck check = new FileCheck(store, file);
        try {
            check.run(depth);
        } catch (CorruptTsFileException e) {
            check.problems.add(String.valueOf(e.getMessage()));
        } catch (FileNotFoundException e) {
            check.problems.add("it is gone");
        } catch (TsFileConnectorException e) {
            check.problems.add(String.valueOf(e.getMessage()));
        }
        return check.problems;
    }

    private void run(CheckDepth depth) throws IOException {
        Optional<StoredFile> stored = store.status(file.path());
        if (stored.isEmpty()) {
            problems.add("it is gone");
            return;
        }
        if (stored.get().length() != file.length()) {
            problems.add("it has " + stored.get().length() + " bytes, and the log says " + file.length());
            return;
        }
        try (OpenTsFile open = OpenTsFile.open(store, file.path())) {
            if (depth.compareTo(CheckDepth.CHECKSUM) >= 0 && file.crc32c() != DataFile.UNKNOWN_CRC) {
                checkCrc(open.input());
            }
            checkDevices(open, depth);
        }
        totals.compare(file, problems);
    }

    private void checkCrc(InputFile input) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] block = new byte[BLOCK];
        for (long position = 0; position < input.length(); position += BLOCK) {
            int length = (int) Math.min(BLOCK, input.length() - position);
            input.readFully(position, block, 0, length);
            crc.update(block, 0, length);
        }
        if (crc.getValue() != file.crc32c()) {
            problems.add("its bytes have CRC-32C " + crc.getValue() + ", and the log says " + file.crc32c());
        }
    }

    private void checkDevices(OpenTsFile open, CheckDepth depth) throws IOException {
        for (DeviceCursor devices = open.devices(null); devices.current() != null; devices.advance()) {
            IDeviceID device = devices.current();
            if (device == null) {
                return;
            }
            checkDevice(device);
            DeviceChunks chunks = devices.chunks();
            totals.add(chunks);
            try {
                SeriesOrder.check(chunks, file.ordered());
                if (depth == CheckDepth.VALUES) {
                    new StatisticsCheck(open, chunks).run();
                }
            } catch (CorruptTsFileException e) {
                // The devices behind it are worth a look, too.
                problems.add("device " + device + ": " + e.getMessage());
            }
        }
    }

    private void checkDevice(IDeviceID device) {
        if (!file.devices().contains(device)) {
            problems.add("it has device " + device + ", and the log says that its devices are "
                    + file.devices().first() + " to " + file.devices().last());
        }
        int bucket = BucketRange.bucket(device);
        if (bucket < file.buckets().first() || bucket > file.buckets().last()) {
            problems.add("it has device " + device + " of bucket " + bucket + ", and the log says that its buckets are "
                    + file.buckets().first() + " to " + file.buckets().last());
        }
    }
}
