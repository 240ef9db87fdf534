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
package io.tsfile.core.table;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A2: a job that comes back from an old savepoint, after the table has forgotten its writer (L3). */
class HorizonTest {
    private static final UUID WRITER = UUID.fromString("00000000-0000-0000-0000-0000000000aa");
    private static final long HORIZON = 1_700_000_000_000L;

    private FileStore store;

    @BeforeEach
    void openStore(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
    }

    @Test
    void refusesWhatAForgottenWriterMayHaveCommitted() {
        Commit commit = sealed().sealedAt(HORIZON - 1).build();

        assertThatThrownBy(() -> CommitChecks.checkHorizon(commit, state(Map.of()), store))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("it was made at 2023-11-14T22:13:19.999Z")
                .hasMessageContaining("remembers only writers that committed since 2023-11-14T22:13:20Z")
                .hasMessageContaining("writer-retention");
    }

    @Test
    void takesWhatWasMadeSince() {
        assertTaken(sealed().sealedAt(HORIZON).build(), Map.of());
    }

    @Test
    void takesWhatAKnownWriterMade() {
        assertTaken(sealed().sealedAt(HORIZON - 1).build(), Map.of(WRITER, new WriterMark(6, 2, HORIZON)));
    }

    @Test
    void takesWhatIsOfferedRightAway() {
        assertTaken(sealed().build(), Map.of());
    }

    private void assertTaken(Commit commit, Map<UUID, WriterMark> writers) {
        assertThatCode(() -> CommitChecks.checkHorizon(commit, state(writers), store))
                .doesNotThrowAnyException();
    }

    private static Commit.Builder sealed() {
        return Commit.of(UUID.randomUUID(), new CommitId(WRITER, 7), "flink append");
    }

    private static LogState state(Map<UUID, WriterMark> writers) {
        Snapshot snapshot = new Snapshot(9, HORIZON + 5, TableFixtures.metadata(), List.of());
        return new LogState("t", snapshot, writers, HORIZON);
    }
}
