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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;

class HadoopClientsTest {
    private static final URI PLACE = URI.create("noted://bucket/folder");

    private final HadoopClients clients = new HadoopClients();

    /** Notes which of it are open. */
    public static final class NotedFileSystem extends RawLocalFileSystem {
        private static final List<String> OPEN = new ArrayList<>();
        private static final List<String> CLOSED = new ArrayList<>();

        private String name = "";

        @Override
        public void initialize(URI uri, Configuration configuration) throws IOException {
            name = configuration.get("name", "");
            if (name.equals("refused")) {
                throw new IOException("refused");
            }
            OPEN.add(name);
            super.initialize(uri, configuration);
        }

        @Override
        public void close() throws IOException {
            OPEN.remove(name);
            CLOSED.add(name);
            super.close();
        }
    }

    @Test
    void storesOfOneConfigurationShareAClientThatOutlivesThem() throws IOException {
        HadoopClients.Client first = clients.take(PLACE, settings("shared"));
        HadoopClients.Client second = clients.take(URI.create("noted://bucket/other"), settings("shared"));
        assertThat(second).isSameAs(first);
        clients.release(first);
        clients.release(second);
        assertThat(clients.take(PLACE, settings("shared"))).isSameAs(first);
        assertThat(NotedFileSystem.OPEN).containsOnlyOnce("shared");

        HadoopClients.Client elsewhere = clients.take(URI.create("noted://second/folder"), settings("shared"));
        assertThat(elsewhere).isNotSameAs(first);
    }

    @Test
    void usersHaveClientsOfTheirOwn() throws IOException, InterruptedException {
        HadoopClients.Client mine = clients.take(PLACE, settings("mine"));
        HadoopClients.Client others = UserGroupInformation.createRemoteUser("other")
                .doAs((PrivilegedExceptionAction<HadoopClients.Client>) () -> clients.take(PLACE, settings("mine")));
        assertThat(others).isNotSameAs(mine);
    }

    @Test
    void ofIdleOnesTheLastFewStayOpen() throws IOException {
        HadoopClients.Client used = clients.take(PLACE, settings("used"));
        List<HadoopClients.Client> others = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            others.add(clients.take(PLACE, settings("idle" + i)));
        }
        // Number 0 is the last one to become idle.
        for (int i = 5; i >= 0; i--) {
            clients.release(others.get(i));
        }
        assertThat(NotedFileSystem.OPEN)
                .contains("used", "idle0", "idle1", "idle2", "idle3")
                .doesNotContain("idle4", "idle5");
        assertThat(clients.take(PLACE, settings("idle5"))).isNotSameAs(others.get(5));
        assertThat(clients.take(PLACE, settings("used"))).isSameAs(used);
    }

    @Test
    void emptyingHadoopsCacheClosesNone() throws IOException {
        clients.take(PLACE, settings("kept"));
        FileSystem.closeAllForUGI(UserGroupInformation.getCurrentUser());
        assertThat(NotedFileSystem.OPEN).contains("kept");
    }

    @Test
    void closesWhatCannotBeMade() {
        assertThatThrownBy(() -> clients.take(PLACE, settings("refused")))
                .isInstanceOf(IOException.class)
                .hasMessage("refused");
        assertThat(NotedFileSystem.CLOSED).contains("refused");
    }

    private static Map<String, String> settings(String name) {
        return Map.of("fs.noted.impl", NotedFileSystem.class.getName(), "name", name);
    }
}
