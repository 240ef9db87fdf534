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
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a temporary file, makes it durable and renames it without overwriting: atomic on HDFS. Not
 * {@code FileSystem.rename}, which tells no reason when it fails.
 */
final class RenameCreate implements AtomicCreate {
    /** Schemes whose file systems move a folder by changing one entry of it. Object stores copy its files one by one. */
    private static final Set<String> ONE_STEP = Set.of("file", "hdfs", "webhdfs", "swebhdfs", "viewfs", "ofs");

    private static final Logger LOG = LoggerFactory.getLogger(RenameCreate.class);

    private final HadoopClient client;

    RenameCreate(HadoopClient client) {
        this.client = client;
    }

    @Override
    public boolean createIfAbsent(Path target, Path temporary, byte[] content) throws IOException {
        try {
            try (FSDataOutputStream out = client.fileSystem().create(temporary, false)) {
                out.write(content);
                HadoopOutputFile.sync(out);
            }
            context(target).rename(temporary, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            deleteTemporary(temporary);
        }
    }

    @Override
    public void renameFolder(Path from, Path to) throws IOException {
        if (!ONE_STEP.contains(String.valueOf(to.toUri().getScheme()).toLowerCase(Locale.ROOT))) {
            throw AtomicCreate.noRename(from, to);
        }
        try {
            client.fileSystem().mkdirs(to.getParent());
            context(to).rename(from, to);
        } catch (FileAlreadyExistsException e) {
            throw new TsFileConnectorException(
                    "Cannot rename " + from + " to " + to + ": there is something. Use another name, or move that away",
                    e);
        }
    }

    private FileContext context(Path target) {
        try {
            return FileContext.getFileContext(target.toUri(), client.configuration());
        } catch (UnsupportedFileSystemException e) {
            throw new TsFileConnectorException(
                    "Cannot keep a table in " + target.getParent()
                            + ": its file system has no rename that refuses to overwrite (Hadoop's FileContext does not know"
                            + " the scheme). Use HDFS, S3 through s3a, or a local folder",
                    e);
        }
    }

    private void deleteTemporary(Path temporary) {
        try {
            client.fileSystem().delete(temporary, false);
        } catch (IOException e) {
            // The outcome of the create must reach the caller; listings leave the file out.
            LOG.warn("Left temporary file {} behind", temporary, e);
        }
    }
}
