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
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * The Hadoop client that a store and its children use together.
 *
 * <p>Hadoop's own cache of clients does not look at the configuration. A store without one of its own takes the cached
 * client, which Hadoop closes at the end of the process; any other has a client of its own, closed with the last store.
 */
final class HadoopClient {
    private final FileSystem fileSystem;
    private final Configuration configuration;
    private final boolean own;
    private final AtomicInteger users;
    private boolean closed;

    private HadoopClient(FileSystem fileSystem, Configuration configuration, boolean own, AtomicInteger users) {
        this.fileSystem = fileSystem;
        this.configuration = configuration;
        this.own = own;
        this.users = users;
    }

    static HadoopClient open(URI uri, Configuration configuration, boolean cached) throws IOException {
        try {
            FileSystem fileSystem =
                    cached ? FileSystem.get(uri, configuration) : FileSystem.newInstance(uri, configuration);
            return new HadoopClient(fileSystem, configuration, !cached, new AtomicInteger(1));
        } catch (UnsupportedFileSystemException e) {
            throw new TsFileConnectorException(
                    "Cannot open " + uri + ": no file system for '" + uri.getScheme()
                            + "' is on the class path. Add the jar that brings it (hadoop-aws for s3a)",
                    e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof ClassNotFoundException) {
                throw new TsFileConnectorException(
                        "Cannot open " + uri + ": the class path lacks a class of its file system ("
                                + e.getCause().getMessage() + "). Add the jar that brings it (hadoop-aws for s3a)",
                        e);
            }
            throw e;
        }
    }

    FileSystem fileSystem() {
        return fileSystem;
    }

    Configuration configuration() {
        return configuration;
    }

    /** The same client for one more store, which closes it too. */
    HadoopClient share() {
        users.incrementAndGet();
        return new HadoopClient(fileSystem, configuration, own, users);
    }

    synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (users.decrementAndGet() == 0 && own) {
            fileSystem.close();
        }
    }
}
