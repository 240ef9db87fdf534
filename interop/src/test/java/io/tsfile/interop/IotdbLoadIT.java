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
package io.tsfile.interop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.RandomRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables of ours, loaded into a real IoTDB server, give the same answers there: ten types, nulls, rows without a value,
 * extreme numbers and NaN, null and empty tags, times before the epoch, several partitions. There is no exception to it:
 * every value comes back bit for bit, and a row without a value is a row in the table model, and none in the tree model.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IotdbLoadIT {
    private static final long SEED = 11;

    private record Kind(
            String name, String database, TableSchema schema, boolean aligned, Map<String, String> options) {
        /** Whether the table's own files are a folder that the server loads at once. */
        boolean loadedAtOnce() {
            return schema.model() == TableModel.TABLE || options.containsKey("encoding");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Kind> kinds() {
        return List.of(
                new Kind("table", "plant", RandomRows.tableOfAllTypes(), true, Map.of("compression", "lz4")),
                new Kind(
                        "tree, aligned",
                        "root.fleet",
                        RandomRows.treeOfAllTypes(),
                        true,
                        Map.of("compression", "zstd", "encoding", "gorilla")),
                new Kind("tree", "root.fleet", RandomRows.treeOfAllTypes(), false, Map.of("compression", "snappy")));
    }

    private @Nullable IotdbServer server;
    private @Nullable IotdbClient client;
    private @Nullable TestTable table;
    private int tables;

    @BeforeAll
    void startServer() throws Exception {
        server = IotdbServer.start();
    }

    @AfterAll
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void closeTable() throws Exception {
        if (table != null) {
            table.close();
        }
        if (client != null) {
            client.close();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void answersAsTheTableItself(Kind kind) throws Exception {
        TestTable written = write(kind);
        written.compact();
        load(written.copyFiles(newFolder()), written, kind.loadedAtOnce());
        Answer all = everything(kind);
        assertThat(all.lines()).isEqualTo(written.oracle().lines());
        assertFindsEachDevice(kind, all);
        assertAggregates(kind, all);
    }

    /** In whatever order the server takes the files, no row is lost and none is there twice. */
    @ParameterizedTest
    @MethodSource("kinds")
    void findsTheRowsOfOverlappingFiles(Kind kind) throws Exception {
        TestTable written = write(kind);
        load(written.copyFiles(newFolder()), written, kind.loadedAtOnce());
        assertThat(keys(everything(kind).lines()))
                .isEqualTo(keys(written.oracle().lines()));
    }

    /**
     * Which of two values of one key is the newer one, the server takes from the order in which files are loaded; within a
     * folder that is the order of their names, by number if they are named as its own. Our own names say nothing of it.
     */
    @ParameterizedTest
    @MethodSource("kinds")
    void answersAsTheTableItselfFromOverlappingFilesNamedByVersion(Kind kind) throws Exception {
        TestTable written = write(kind);
        load(written.copyFilesNamedByVersion(newFolder()), written, kind.loadedAtOnce());
        assertThat(everything(kind).lines()).isEqualTo(written.oracle().lines());
    }

    /** Of the table's own files a server would see rows that the table has deleted, since it knows nothing of the log. */
    @ParameterizedTest
    @MethodSource("kinds")
    void answersAsTheTableItselfFromAnExport(Kind kind) throws Exception {
        TestTable written = write(kind);
        loadFolder(written.deleteAndExport(newFolder()));
        assertThat(everything(kind).lines())
                .isEqualTo(written.lines())
                .hasSizeBetween(1, written.oracle().lines().size() - 1);
    }

    @Test
    void readsEveryEncodingThatWeWrite() throws Exception {
        EncodedColumns written = EncodedColumns.write(newFolder(), SEED);
        IotdbClient opened = IotdbClient.table(requireNonNull(server));
        client = opened;
        opened.execute("create database encodings");
        opened.execute("use encodings");
        opened.execute("load '" + written.folder() + "'");
        assertThat(Answer.ofTable(opened, written.schema(), "").lines())
                .isEqualTo(written.oracle().lines());
    }

    private TestTable write(Kind kind) throws Exception {
        TestTable written = TestTable.write(
                newFolder(), kind.schema, kind.aligned, EncodingOptions.of(kind.schema, kind.options), SEED);
        table = written;
        IotdbServer started = requireNonNull(server);
        boolean tableModel = kind.schema.model() == TableModel.TABLE;
        IotdbClient opened = tableModel ? IotdbClient.table(started) : IotdbClient.tree(started);
        client = opened;
        if (tableModel) {
            opened.execute("drop database if exists " + kind.database);
            opened.execute("create database " + kind.database);
            opened.execute("use " + kind.database);
        } else {
            if (!opened.query("count databases " + kind.database).equals(List.of(List.of(0)))) {
                opened.execute("delete database " + kind.database);
            }
            opened.execute("create database " + kind.database);
        }
        return written;
    }

    private Path newFolder() {
        return requireNonNull(server).home().resolve("table-" + tables++);
    }

    /** Loads a folder; the server must take the files as they are, not read them and write the rows as a client would. */
    private void load(Path folder, TestTable written, boolean atOnce) throws Exception {
        int before = requireNonNull(server).output().length();
        if (atOnce) {
            loadFolder(folder);
        } else {
            loadEach(folder);
        }
        String output = requireNonNull(server).output().substring(before);
        int files = written.files().size();
        assertThat(files).as("files").isGreaterThan(5);
        assertThat(output.lines().filter(line -> line.contains(folder.toString()) && line.contains("Successfully")))
                .hasSize(files);
        // It may still be busy with the end of the database of the test before.
        assertThat(output.lines()
                        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                        .filter(line -> !line.contains("Delete folder failed")))
                .isEmpty();
        assertThat(output).doesNotContain("data type conversion");
    }

    private void loadFolder(Path folder) throws Exception {
        requireNonNull(client).execute("load '" + folder + "'");
    }

    /**
     * One file after the other, by number if their names have one: of a series that two files of a folder encode in different ways, the
     * server says that the device has it twice.
     */
    private void loadEach(Path folder) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".tsfile"))
                    .sorted(Comparator.comparingInt(
                                    (Path file) -> file.getFileName().toString().length())
                            .thenComparing(Path::getFileName))
                    .toList();
        }
        for (Path file : files) {
            requireNonNull(client).execute("load '" + file + "'");
        }
    }

    private Answer everything(Kind kind) throws Exception {
        IotdbClient asked = requireNonNull(client);
        return kind.schema.model() == TableModel.TABLE
                ? Answer.ofTable(asked, kind.schema, "")
                : Answer.ofTree(asked, kind.schema, kind.database + ".**");
    }

    /** A single device is looked up by its id, through the index and the bloom filter of each file. */
    private void assertFindsEachDevice(Kind kind, Answer all) throws Exception {
        assertThat(all.devices()).hasSize(TestTable.DEVICES);
        List<String> found = new ArrayList<>();
        for (IDeviceID device : all.devices()) {
            IotdbClient asked = requireNonNull(client);
            Answer answer = kind.schema.model() == TableModel.TABLE
                    ? Answer.ofTable(asked, kind.schema, condition(kind.schema, device))
                    : Answer.ofTree(asked, kind.schema, Devices.path(device));
            found.addAll(answer.lines());
        }
        assertThat(found).isEqualTo(all.lines());
    }

    private static String condition(TableSchema schema, IDeviceID device) {
        List<@Nullable String> segments = Devices.segments(device);
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < schema.tags().size(); i++) {
            // Nulls at the end are no part of an id.
            String value = i + 1 < segments.size() ? segments.get(i + 1) : null;
            conditions.add(schema.tags().get(i).name() + (value == null ? " is null" : " = '" + value + "'"));
        }
        return "where " + String.join(" and ", conditions);
    }

    /** Aggregates come from the statistics of files, chunks and pages wherever these do not overlap. */
    private void assertAggregates(Kind kind, Answer all) throws Exception {
        boolean tableModel = kind.schema.model() == TableModel.TABLE;
        String counts = Answer.fields(kind.schema, tableModel ? "count(\"%s\")" : "count(`%s`)");
        String sql = tableModel
                ? "select site, machine, " + counts + ", min(i), max(i), min(l), max(l) from " + kind.schema.name()
                        + " group by site, machine"
                : "select " + counts + ", min_value(i), max_value(i), min_value(l), max_value(l) from " + kind.database
                        + ".** align by device";
        List<String> answer = new ArrayList<>();
        for (List<@Nullable Object> row : requireNonNull(client).query(sql)) {
            int first = tableModel ? kind.schema.tags().size() : 1;
            IDeviceID device = tableModel
                    ? Answer.device(kind.schema, row.subList(0, first))
                    : Devices.ofPath(requireNonNull(Answer.text(row.get(0))));
            answer.add(device + "" + row.subList(first, row.size()));
        }
        assertThat(answer)
                .containsExactlyInAnyOrderElementsOf(all.devices().stream()
                        .map(device -> device + "" + aggregates(kind.schema, all, device))
                        .toList());
    }

    private static List<Object> aggregates(TableSchema schema, Answer all, IDeviceID device) {
        List<Object> expected = new ArrayList<>();
        for (int field = 0; field < schema.fields().size(); field++) {
            expected.add((long) all.values(device, field).size());
        }
        List<Integer> ints =
                all.values(device, 1).stream().map(Integer.class::cast).toList();
        List<Long> longs = all.values(device, 2).stream().map(Long.class::cast).toList();
        expected.addAll(
                List.of(Collections.min(ints), Collections.max(ints), Collections.min(longs), Collections.max(longs)));
        return expected;
    }

    /** Device and time of each line. */
    private static List<String> keys(List<String> lines) {
        return lines.stream().map(line -> line.substring(0, line.indexOf('['))).collect(Collectors.toList());
    }
}
