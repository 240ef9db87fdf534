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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.ReflectionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Hadoop's clients with a configuration of their own, each for all stores of one user that have the same one. An object
 * store's client has connections and threads, and takes longer to make than a query's first answer. So the last few that
 * nobody uses stay open. Thread-safe.
 */
final class HadoopClients {
    /** Unused clients that stay open. */
    private static final int MOST_IDLE = 4;

    private final Map<Key, Client> clients = new LinkedHashMap<>();

    private record Key(
            @Nullable String scheme,
            @Nullable String authority,
            Map<String, String> settings,
            UserGroupInformation user) {}

    /** A client, and how many use it. */
    static final class Client {
        private final Key key;
        private final FileSystem fileSystem;
        private final Configuration configuration;
        private int users;

        private Client(Key key, FileSystem fileSystem, Configuration configuration) {
            this.key = key;
            this.fileSystem = fileSystem;
            this.configuration = configuration;
        }

        FileSystem fileSystem() {
            return fileSystem;
        }

        Configuration configuration() {
            return configuration;
        }
    }

    /** A client for one more user, who gives it back with {@link #release}. */
    Client take(URI uri, Map<String, String> settings) throws IOException {
        Key key = new Key(uri.getScheme(), uri.getAuthority(), settings, UserGroupInformation.getCurrentUser());
        Client known = use(key, null);
        if (known != null) {
            return known;
        }
        // Outside of the lock: others need not wait for a store that does not answer.
        Configuration configuration = new Configuration();
        settings.forEach(configuration::set);
        Client made = new Client(key, make(uri, configuration), configuration);
        Client used = use(key, made);
        if (used == null || used == made) {
            return made;
        }
        made.fileSystem.close();
        return used;
    }

    /** Not by way of Hadoop's own cache: whoever empties that closes what is in it. */
    private static FileSystem make(URI uri, Configuration configuration) throws IOException {
        FileSystem made = ReflectionUtils.newInstance(
                FileSystem.getFileSystemClass(uri.getScheme(), configuration), configuration);
        try {
            made.initialize(uri, configuration);
            return made;
        } catch (IOException | RuntimeException e) {
            Cleanup.closeAfter(e, made);
            throw e;
        }
    }

    /** The client of a key with one more user: the one that is there, else the one that is given. */
    private synchronized @Nullable Client use(Key key, @Nullable Client made) {
        Client client = clients.get(key);
        if (client == null && made != null) {
            clients.put(key, made);
            client = made;
        }
        if (client != null) {
            client.users++;
        }
        return client;
    }

    /** Adds a user of a client that has one. */
    synchronized void share(Client client) {
        client.users++;
    }

    /** Gives a client back; the one closes that nobody has used for longest if too many are idle. */
    void release(Client client) throws IOException {
        List<Client> tooMany = new ArrayList<>();
        synchronized (this) {
            client.users--;
            if (client.users == 0) {
                // The order of the map is that in which they became idle.
                clients.remove(client.key);
                clients.put(client.key, client);
            }
            long idle = clients.values().stream().filter(one -> one.users == 0).count();
            Iterator<Client> oldest = clients.values().iterator();
            while (tooMany.size() < idle - MOST_IDLE) {
                Client one = oldest.next();
                if (one.users == 0) {
                    oldest.remove();
                    tooMany.add(one);
                }
            }
        }
        for (Client one : tooMany) {
            one.fileSystem.close();
        }
    }
}
