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
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * The Hadoop client of one store.
 *
 * <p>Hadoop's own cache of clients does not look at the configuration. A store without one of its own takes the cached
 * client, which Hadoop closes at the end of the process; any other has one of {@link HadoopClients}.
 */
final class HadoopClient {
    private static final HadoopClients CLIENTS = new HadoopClients();

    private final FileSystem fileSystem;
    private final Configuration configuration;
    /** Null if the client is the cached one. */
    private final HadoopClients.@Nullable Client own;

    private boolean closed;

    private HadoopClient(FileSystem fileSystem, Configuration configuration, HadoopClients.@Nullable Client own) {
        this.fileSystem = fileSystem;
        this.configuration = configuration;
        this.own = own;
    }

    /**
     * The client of a place.
     *
     * @param settings that differ from the class path's defaults
     */
    static HadoopClient open(URI uri, Map<String, String> settings) throws IOException {
        try {
            if (!settings.isEmpty()) {
                return of(CLIENTS.take(uri, settings));
            }
            Configuration configuration = new Configuration();
            return new HadoopClient(FileSystem.get(uri, configuration), configuration, null);
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

    private static HadoopClient of(HadoopClients.Client client) {
        return new HadoopClient(client.fileSystem(), client.configuration(), client);
    }

    FileSystem fileSystem() {
        return fileSystem;
    }

    Configuration configuration() {
        return configuration;
    }

    /** The same client for one more store, which closes it too. */
    HadoopClient share() {
        if (own == null) {
            return new HadoopClient(fileSystem, configuration, null);
        }
        CLIENTS.share(own);
        return of(own);
    }

    /** Whether the store gave its client back, which may be open for others; the cached one is never given back. */
    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void close() throws IOException {
        if (!closed && own != null) {
            closed = true;
            CLIENTS.release(own);
        }
    }
}
