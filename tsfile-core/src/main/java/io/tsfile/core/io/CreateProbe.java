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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds out whether a store keeps the word of {@link FileStore#createIfAbsent}, by creating one name twice. */
final class CreateProbe {
    private CreateProbe() {}

    static void run(FileStore store, String folder) throws IOException {
        String path = TemporaryNames.beside((folder.isEmpty() ? "" : folder + "/") + "probe");
        byte[] first = "first".getBytes(StandardCharsets.UTF_8);
        byte[] second = "second".getBytes(StandardCharsets.UTF_8);
        try {
            boolean created = store.createIfAbsent(path, first);
            boolean createdAgain = store.createIfAbsent(path, second);
            if (!created || createdAgain || !Arrays.equals(first, store.read(path))) {
                throw new TsFileConnectorException(
                        "Cannot keep a table in " + store.location().uri()
                                + ": its file system does not refuse to create a file that exists (first create of a probe: "
                                + created + ", second: " + createdAgain
                                + "), so that two writers could overwrite each other's commits. Use a local file system with hard"
                                + " links, HDFS, or an S3 store with conditional writes");
            }
        } finally {
            store.delete(path);
        }
    }
}
