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

import static io.tsfile.core.table.TableFixtures.append;
import static io.tsfile.core.table.TableFixtures.metadata;
import static io.tsfile.core.table.TableFixtures.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of three commits, damaged in each way that shows only beside other entries. */
class DamagedLogTest {
    private static final UUID WRITER = UUID.fromString("00000000-0000-0000-0000-0000000000aa");

    private FileStore store;

    @BeforeEach
    void makeTable(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
        Table table = Table.create(store, metadata());
        table.commit(append(table, new CommitId(WRITER, 1), write(store, "data/0/a.tsfile", 1)));
        table.commit(append(table, new CommitId(WRITER, 2), write(store, "data/0/b.tsfile", 1)));
    }

    @Test
    void refusesAHole() throws IOException {
        store.delete(TableLog.path(2));

        refused(TableLog.path(2) + " is missing, although commit 3 is there");
    }

    @Test
    void refusesALogWithoutItsBeginning() throws IOException {
        store.delete(TableLog.path(1));

        refused(TableLog.path(1) + " is missing");
    }

    @Test
    void refusesNumbersThatNoCommitHas() throws IOException {
        store.createIfAbsent(TableLog.FOLDER + "/00000000000000000000.json", new byte[0]);
        refused("has a number that no commit has");
        store.delete(TableLog.FOLDER + "/00000000000000000000.json");

        store.createIfAbsent(TableLog.FOLDER + "/99999999999999999999.json", new byte[0]);
        refused("has a number that no commit has");
    }

    @Test
    void leavesOtherFilesInTheFolderAlone() throws IOException {
        store.createIfAbsent(TableLog.FOLDER + "/_last_checkpoint", new byte[0]);
        store.createIfAbsent(TableLog.FOLDER + "/3.json", new byte[0]);

        assertThat(Table.open(store).snapshot().number()).isEqualTo(3);
    }

    @Test
    void refusesAnEmptyEntry() throws IOException {
        store.createIfAbsent(TableLog.path(4), new byte[0]);

        refused(TableLog.path(4));
    }

    @Test
    void refusesAnEntryOfAnotherTable() throws IOException {
        String id = Table.open(store).snapshot().metadata().id().toString();
        rewrite(3, id, UUID.randomUUID().toString());

        refused("it belongs to another table");
    }

    @Test
    void refusesTimesThatDoNotAscend() throws IOException {
        long time = Table.open(store).snapshot().timeMillis();
        rewrite(3, "\"time\":\"" + time, "\"time\":\"7");

        refused("is not after the previous commit's");
    }

    @Test
    void refusesACommitIdThatComesTwice() throws IOException {
        rewrite(3, "\"sequence\":\"2\"", "\"sequence\":\"1\"");

        refused("sequence 1 of writer " + WRITER + " is not above that of commit 2");
    }

    @Test
    void refusesAFileThatIsAddedTwice() throws IOException {
        rewrite(3, "b.tsfile", "a.tsfile");

        refused("it adds data/0/a.tsfile, which is already live");
    }

    @Test
    void refusesARemoveOfAFileThatIsNotLive() throws IOException {
        rewrite(3, "{\"add\":", "{\"remove\":{\"path\":\"data/0/z.tsfile\"}},\n{\"add\":");

        refused("it removes data/0/z.tsfile, which is not live");
    }

    @Test
    void refusesAVersionAheadOfItsCommit() throws IOException {
        rewrite(3, "\"commit\":\"3\"", "\"commit\":\"4\"");

        refused("ahead of the commit");
    }

    @Test
    void refusesAFirstCommitThatMakesNoTable() throws IOException {
        byte[] second = store.read(TableLog.path(2));
        store.delete(TableLog.path(1));
        store.createIfAbsent(TableLog.path(1), second);

        refused("the first commit must say what the table is");
    }

    @Test
    void keepsTheFilesWhenNobodyCanTellTheOutcome() throws IOException {
        Table table = Table.open(withUnreadableEntry(4));

        assertThatThrownBy(
                        () -> table.commit(append(table, new CommitId(WRITER, 3), write(store, "data/0/c.tsfile", 1))))
                .isInstanceOf(CommitStateUnknownException.class)
                .hasMessageContaining("Cannot tell whether 'test append' is committed")
                .hasMessageContaining("as number 4")
                .hasMessageContaining("Keep its files");
        // It did happen, and the next try finds it.
        assertThat(Table.open(store)
                        .commit(append(
                                Table.open(store),
                                new CommitId(WRITER, 3),
                                TableFixtures.dataFile("data/0/c.tsfile", 1))))
                .isEqualTo(new CommitResult(4, true));
    }

    /** A store whose create works and fails, and which then cannot read what it made. */
    private FileStore withUnreadableEntry(long number) {
        return (FileStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FileStore.class}, (proxy, method, arguments) -> {
                    boolean entry = arguments != null
                            && arguments.length > 0
                            && TableLog.path(number).equals(arguments[0]);
                    if (entry && method.getName().equals("read")) {
                        throw new IOException("unreadable by plan");
                    }
                    Object result;
                    try {
                        result = method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (entry && method.getName().equals("createIfAbsent")) {
                        throw new IOException("failed by plan");
                    }
                    return result;
                });
    }

    private void refused(String message) {
        assertThatThrownBy(() -> Table.open(store))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot read ")
                .hasMessageContaining(message);
    }

    private void rewrite(long number, String from, String to) throws IOException {
        String content = new String(store.read(TableLog.path(number)), UTF_8);
        assertThat(content).contains(from);
        store.delete(TableLog.path(number));
        assertThat(store.createIfAbsent(
                        TableLog.path(number), content.replace(from, to).getBytes(UTF_8)))
                .isTrue();
    }
}
