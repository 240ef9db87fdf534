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

    /** The way of a scheme. What it promises is probed before a table relies on it. */
    static AtomicCreate of(URI uri, HadoopClient client) {
        return "s3a".equalsIgnoreCase(uri.getScheme()) ? new ConditionalCreate(client) : new RenameCreate(client);
    }
}
