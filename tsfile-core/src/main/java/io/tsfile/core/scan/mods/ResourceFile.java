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
package io.tsfile.core.scan.mods;

import io.tsfile.core.index.bytes.IndexBytes;
import java.util.Optional;

/**
 * Reads of a {@code .resource} file, which an IoTDB writes beside each TsFile, the deletions that the TsFile shares with others.
 *
 * <pre>
 * version (1 byte), type of the index of times (1 byte), number of devices n (4 bytes), n first times, n last times,
 * n devices with their place (4 bytes), two numbers of plans (8 bytes each),
 * path of the shared deletions (4 bytes length), from which byte of them on (8 bytes), ...
 * </pre>
 */
final class ResourceFile {
    /** Older ones know no shared deletions. */
    private static final int VERSION = 1;

    private static final int PLAIN_INDEX = 1;
    private static final int ARRAY_INDEX = 3;

    private ResourceFile() {}

    /**
     * Deletions in another file.
     *
     * @param name of the file, in the folder of the TsFile
     * @param start the first byte that counts
     */
    record SharedMods(String name, long start) {}

    /**
     * Finds the shared deletions.
     *
     * @throws io.tsfile.core.CorruptTsFileException if the file is cut off
     */
    static Optional<SharedMods> sharedMods(IndexBytes bytes) {
        int version = bytes.readByte();
        int index = bytes.readByte();
        if (version != VERSION || (index != PLAIN_INDEX && index != ARRAY_INDEX)) {
            return Optional.empty();
        }
        int devices = bytes.readInt();
        for (long i = 0; i < 2L * devices; i++) {
            bytes.readLong();
        }
        for (int i = 0; i < devices; i++) {
            skipDevice(bytes, index);
            bytes.readInt();
        }
        bytes.readLong();
        bytes.readLong();
        if (bytes.remaining() == 0) {
            return Optional.empty();
        }
        String path = bytes.readLongText();
        if (path == null || !path.endsWith(ModFiles.BINARY)) {
            return Optional.empty();
        }
        long start = bytes.readLong();
        if (start < 0) {
            throw bytes.damaged("a place in " + path + " before this, and not " + start);
        }
        // The server's path; its folders may have been other ones.
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return Optional.of(new SharedMods(name, start));
    }

    private static void skipDevice(IndexBytes bytes, int index) {
        if (index == PLAIN_INDEX) {
            bytes.readLongText();
            return;
        }
        int segments = bytes.readCount();
        for (int i = 0; i < segments; i++) {
            bytes.skipText();
        }
    }
}
