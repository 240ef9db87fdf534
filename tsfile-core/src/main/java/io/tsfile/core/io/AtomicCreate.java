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
import java.net.URI;
import org.apache.hadoop.fs.Path;

/** How a kind of Hadoop file system creates a file only if there is none (L1). */
interface AtomicCreate {
    /**
     * Creates {@code target} with {@code content}, or finds that it is there.
     *
     * @param temporary a name in the same folder that this may use
     */
    boolean createIfAbsent(Path target, Path temporary, byte[] content) throws IOException;

    /**
     * Gives a folder another path in one step.
     *
     * @throws TsFileConnectorException if there is something at the new path, or this kind of file system copies file by file
     */
    void renameFolder(Path from, Path to) throws IOException;

    /** Says that a folder cannot get another path in one step. */
    static TsFileConnectorException noRename(Path from, Path to) {
        return new TsFileConnectorException("Cannot rename " + from + " to " + to
                + ": its file system copies a folder file by file, and readers would see a part of it. Copy it while"
                + " nobody writes, and drop the old one");
    }

    /** The way of a scheme. What it promises is probed before a table relies on it. */
    static AtomicCreate of(URI uri, HadoopClient client) {
        return "s3a".equalsIgnoreCase(uri.getScheme()) ? new ConditionalCreate(client) : new RenameCreate(client);
    }
}
