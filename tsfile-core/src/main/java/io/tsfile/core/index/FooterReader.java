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
package io.tsfile.core.index;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.index.bytes.DeviceKeys;
import io.tsfile.core.index.bytes.IndexBytes;
import io.tsfile.core.io.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.tsfile.common.conf.TSFileConfig;

/**
 * Reads what stands at both ends of a file: the mark and the version; and the metadata, its size, and the mark again. Two
 * requests, or one more if the metadata is large.
 */
final class FooterReader {
    /** What is read of a file's end at once. */
    private static final int TAIL_BYTES = 32 << 10;

    private static final byte[] MARK = TSFileConfig.MAGIC_STRING.getBytes(StandardCharsets.US_ASCII);
    private static final int END_BYTES = Integer.BYTES + MARK.length;
    private static final byte VERSION_3 = 3;

    private FooterReader() {}

    /**
     * Reads the metadata of a file.
     *
     * @param path for messages
     * @throws CorruptTsFileException if it is no complete TsFile of format 3 or 4, damaged or encrypted
     */
    static FileMetadata read(String path, InputFile input) throws IOException {
        long length = input.length();
        if (length < FileMetadata.HEAD_BYTES + MARK.length) {
            throw incomplete(path, length);
        }
        byte[] tail = new byte[(int) Math.min(TAIL_BYTES, length)];
        long tailStart = length - tail.length;
        input.readFully(tailStart, tail, 0, tail.length);
        byte[] head = tail;
        if (tailStart > 0) {
            head = new byte[FileMetadata.HEAD_BYTES];
            input.readFully(0, head, 0, head.length);
        }
        IndexBytes headBytes = new IndexBytes(path, head, 0, FileMetadata.HEAD_BYTES, 0);
        IndexBytes markBytes = new IndexBytes(path, tail, tail.length - MARK.length, tail.length, tailStart);
        if (!headBytes.startsWith(MARK) || !markBytes.startsWith(MARK)) {
            throw incomplete(path, length);
        }
        DeviceKeys keys = keys(path, head[MARK.length]);
        if (length < FileMetadata.HEAD_BYTES + END_BYTES) {
            throw incomplete(path, length);
        }
        int size = new IndexBytes(path, tail, tail.length - END_BYTES, tail.length, tailStart).readInt();
        long start = length - END_BYTES - size;
        if (size <= 0 || start < FileMetadata.HEAD_BYTES) {
            throw new CorruptTsFileException("Cannot read " + path + ": it says that its metadata has "
                    + Integer.toUnsignedString(size) + " bytes of its " + length);
        }
        if (start >= tailStart) {
            int from = (int) (start - tailStart);
            // A copy, because the metadata stays in memory and the rest of the tail should not.
            byte[] bytes = new byte[size];
            System.arraycopy(tail, from, bytes, 0, size);
            return FileMetadata.read(new IndexBytes(path, bytes, 0, size, start), keys);
        }
        byte[] bytes = new byte[size];
        int missing = (int) (tailStart - start);
        input.readFully(start, bytes, 0, missing);
        System.arraycopy(tail, 0, bytes, missing, size - missing);
        return FileMetadata.read(new IndexBytes(path, bytes, 0, size, start), keys);
    }

    /** Whether the mark stands at both ends. */
    static boolean isSealed(String path, InputFile input) throws IOException {
        long length = input.length();
        if (length < FileMetadata.HEAD_BYTES + MARK.length) {
            return false;
        }
        return hasMark(path, input, 0) && hasMark(path, input, length - MARK.length);
    }

    private static boolean hasMark(String path, InputFile input, long at) throws IOException {
        byte[] bytes = new byte[MARK.length];
        input.readFully(at, bytes, 0, bytes.length);
        return new IndexBytes(path, bytes, 0, bytes.length, at).startsWith(MARK);
    }

    private static DeviceKeys keys(String path, byte version) {
        return switch (version) {
            case TSFileConfig.VERSION_NUMBER -> DeviceKeys.SEGMENTS;
            case VERSION_3 -> DeviceKeys.PATH;
            default ->
                throw new CorruptTsFileException("Cannot read " + path + ": it has format version " + version
                        + ", and only versions " + VERSION_3 + " and " + TSFileConfig.VERSION_NUMBER
                        + " are read. Load older files into an IoTDB and take what it writes");
        };
    }

    private static CorruptTsFileException incomplete(String path, long length) {
        return new CorruptTsFileException("Cannot read " + path + ": it is no complete TsFile (" + length
                + " bytes without TsFile's mark at both ends). If a server is still writing it, flush it there first");
    }
}
