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

import static io.tsfile.core.table.TableFixtures.SCHEMA;
import static io.tsfile.core.table.TableFixtures.append;
import static io.tsfile.core.table.TableFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Creates of entries whose outcome is seen late, in a table with a checkpoint after every third commit. */
class LateCreateTest {
    private static final Map<String, String> EVERY_THIRD = Map.of(TableOptions.CHECKPOINT_INTERVAL, "3");

    private FileStore store;

    @BeforeEach
    void openStore(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
    }

    /** What a call of the store does instead. */
    private interface Call {
        Object run(FileStore store, Object[] arguments) throws IOException;
    }

    /**
     * A create fails and comes later all the same, while the commit is tried again at the same number, with another time. The
     * checkpoint must hold the entry that is there, or the next one does not follow.
     */
    @Test
    void aCheckpointHoldsTheEntryThatIsInTheLog() throws IOException {
        Table table = Table.create(store, metadata());
        table.commit(append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1)));
        AtomicInteger calls = new AtomicInteger();
        byte[][] late = new byte[1][];
        FileStore slow = instead("createIfAbsent", TableLog.path(3), (real, arguments) -> {
            if (calls.getAndIncrement() == 0) {
                late[0] = (byte[]) arguments[1];
                throw new IOException("the request is on its way");
            }
            real.createIfAbsent(TableLog.path(3), late[0]);
            return real.createIfAbsent(TableLog.path(3), (byte[]) arguments[1]);
        });

        CommitResult result = Table.open(slow, new EachHour())
                .commit(append(table, CommitId.unique(), write(store, "data/0/b.tsfile", 1)));

        assertThat(result.number()).isEqualTo(3);
        LogReplay replay = new LogReplay(store.location().uri());
        new LogReader(store, new TableLog(store)).replay(replay, 3, TimeRange.ALL);
        assertThat(new CheckpointReader(store).read(3, TimeRange.ALL).snapshot())
                .isEqualTo(replay.state().snapshot());
        // The next one comes from a process that knows the entries.
        table.commit(append(table, CommitId.unique(), write(store, "data/0/c.tsfile", 1)));
        assertThat(Table.open(store).snapshot()).isEqualTo(table.snapshot());
    }

    /** The entry is there, and a checkpoint that may or may not hold it; then the store fails. Nobody may take that for a failure. */
    @Test
    void aCommitThatOnlyACheckpointCouldConfirmIsUnknown() throws IOException {
        Table table = Table.create(store, metadata());
        AtomicInteger lists = new AtomicInteger(Integer.MIN_VALUE);
        FileStore created = instead("createIfAbsent", TableLog.path(2), (real, arguments) -> {
            Object result = real.createIfAbsent(TableLog.path(2), (byte[]) arguments[1]);
            table.commit(append(table, CommitId.unique(), write(store, "data/0/other.tsfile", 1)));
            lists.set(0);
            return result;
        });
        FileStore broken = instead(created, "list", TableLog.FOLDER, (real, arguments) -> {
            if (lists.getAndIncrement() == 1) {
                throw new IOException("the store is gone");
            }
            return real.list(TableLog.FOLDER, (Boolean) arguments[1]);
        });
        Commit commit = append(table, CommitId.unique(), write(store, "data/0/a.tsfile", 1));

        assertThatThrownBy(() -> Table.open(broken).commit(commit)).isInstanceOf(CommitStateUnknownException.class);
        assertThat(table.commit(commit)).isEqualTo(new CommitResult(2, true));
    }

    /** A1 for the first number: a creator sleeps while another makes the table, and its first entries are cleaned up. */
    @Test
    void aTableIsMadeOnceAlthoughItsFirstEntryIsCleanedUp() throws IOException {
        UUID[] made = new UUID[1];
        FileStore sleepy = instead("createIfAbsent", TableLog.path(1), (real, arguments) -> {
            if (made[0] == null) {
                Table other = Table.create(store, metadata());
                made[0] = other.snapshot().metadata().id();
                for (int i = 2; i <= 4; i++) {
                    other.commit(append(other, CommitId.unique(), write(store, "data/0/" + i + ".tsfile", 1)));
                }
                for (long number = 1; number <= 3; number++) {
                    store.delete(TableLog.path(number));
                }
            }
            return real.createIfAbsent(TableLog.path(1), (byte[]) arguments[1]);
        });

        assertThatThrownBy(() -> Table.create(sleepy, metadata()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("there is one");
        assertThat(Table.open(store).snapshot().metadata().id()).isEqualTo(made[0]);
    }

    private static TableMetadata metadata() {
        return TableMetadata.of(SCHEMA, new TimePartitioning(604_800_000L), EVERY_THIRD);
    }

    private FileStore instead(String method, String path, Call call) {
        return instead(store, method, path, call);
    }

    /** A store that does something else when that method is called with that path. */
    private static FileStore instead(FileStore store, String method, String path, Call call) {
        return (FileStore) Proxy.newProxyInstance(
                LateCreateTest.class.getClassLoader(), new Class<?>[] {FileStore.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method) && arguments.length > 0 && path.equals(arguments[0])) {
                        return call.run(store, arguments);
                    }
                    try {
                        return called.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** An hour passes between any two looks at it. */
    private static final class EachHour extends Clock {
        private final AtomicInteger hours = new AtomicInteger();
        private final Instant start = Instant.now();

        @Override
        public Instant instant() {
            return start.plusSeconds(3600L * hours.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
