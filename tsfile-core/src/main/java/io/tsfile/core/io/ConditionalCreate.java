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
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;

/**
 * S3's conditional write: the store decides when the object is closed. A plain create without overwrite would only look
 * before it writes.
 */
final class ConditionalCreate implements AtomicCreate {
    private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

    private final HadoopClient client;

    ConditionalCreate(HadoopClient client) {
        this.client = client;
    }

    @Override
    public boolean createIfAbsent(Path target, Path temporary, byte[] content) throws IOException {
        try {
            write(builder(target), content);
        } catch (FileAlreadyExistsException e) {
            // Also when the client sent the request twice and the first one did it: the caller reads whose it is.
            return false;
        } catch (PathIOException e) {
            // The store's refusal (412) comes as an exception of hadoop-aws for any object that is not as expected.
            if (client.fileSystem().exists(target)) {
                return false;
            }
            throw e;
        }
        return true;
    }

    @Override
    public void renameFolder(Path from, Path to) {
        throw AtomicCreate.noRename(from, to);
    }

    /** What was written in part must not be closed: the object would be there. */
    private static void write(FSDataOutputStream out, byte[] content) throws IOException {
        try {
            out.write(content);
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, out::abort);
            throw e;
        }
        out.close();
    }

    private FSDataOutputStream builder(Path target) throws IOException {
        try {
            FSDataOutputStreamBuilder<?, ?> builder = client.fileSystem().createFile(target);
            builder.recursive();
            builder.must(CONDITIONAL, true);
            return builder.build();
        } catch (PathIOException e) {
            // Only this one says that the client could, and may not; those below it are of other reasons.
            if (e.getClass() == PathIOException.class) {
                throw unavailable(target, e);
            }
            throw e;
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw unavailable(target, e);
        }
    }

    private static TsFileConnectorException unavailable(Path target, Exception e) {
        return new TsFileConnectorException(
                "Cannot keep a table in " + target.getParent() + ": its client has no conditional writes ("
                        + e.getMessage()
                        + "). Use hadoop-aws 3.4.2 or newer and leave fs.s3a.create.conditional.enabled"
                        + " switched on",
                e);
    }
}
