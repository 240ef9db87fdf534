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
package io.tsfile.core.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.core.testing.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Namespaces and tables as folders. */
class WarehouseTest {
    @TempDir
    private Path root;

    private Warehouse warehouse() {
        return new Warehouse(StoreLocation.of(root.resolve("warehouse").toString()));
    }

    private static void create(StoreLocation location) throws IOException {
        try (FileStore store = location.open()) {
            create(store);
        }
    }

    private static void create(FileStore store) throws IOException {
        TableSchema schema = TableSchema.ofTable("motors", List.of(Column.field("speed", TSDataType.DOUBLE)));
        Table.create(store, TableMetadata.of(schema, TimePartitioning.NONE, Map.of()));
        store.createIfAbsent("data/0/a.tsfile", new byte[10]);
        store.createIfAbsent("note.txt", new byte[10]);
    }

    @Test
    void findsWhatItCreated() throws IOException {
        Warehouse warehouse = warehouse();
        assertThat(warehouse.namespaces()).containsExactly(Warehouse.DEFAULT);
        assertThat(warehouse.tables(Warehouse.DEFAULT)).isEmpty();

        assertThat(warehouse.createNamespace("works")).isTrue();
        assertThat(warehouse.createNamespace("works")).isFalse();
        assertThat(warehouse.createNamespace(Warehouse.DEFAULT)).isFalse();
        create(warehouse.location("works", "motors"));
        create(warehouse.location(Warehouse.DEFAULT, "Pumps"));
        Files.createDirectories(root.resolve("warehouse/works/reports/2026"));
        Files.createDirectories(root.resolve("warehouse/_state"));
        Files.createDirectories(root.resolve("warehouse/.trash"));
        Files.writeString(root.resolve("warehouse/note"), "not a folder");

        assertThat(warehouse.namespaces()).containsExactly(Warehouse.DEFAULT, "works");
        assertThat(warehouse.tables("works")).containsExactly("motors");
        assertThat(warehouse.tables(Warehouse.DEFAULT)).containsExactly("Pumps");
        assertThat(warehouse.candidates("works")).containsExactly("motors", "reports");
        assertThat(warehouse.hasTable("works", "motors")).isTrue();
        assertThat(warehouse.hasTable("works", "reports")).isFalse();
        assertThat(warehouse.hasTable("nowhere", "motors")).isFalse();
        assertThat(warehouse.hasTable("note", "motors")).isFalse();
        assertThat(warehouse.tables("note")).isEmpty();
        assertThat(warehouse.hasTable("works", "../default/Pumps")).isFalse();
        assertThat(warehouse.hasNamespace("work")).isFalse();
        assertThat(warehouse.location("works", "motors").uri()).isEqualTo(root + "/warehouse/works/motors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a\\b", "s3a:b", "_state", ".hidden", "a\nb"})
    void refusesNamesThatAreNoFolders(String name) {
        assertThatThrownBy(() -> warehouse().createNamespace(name))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot use '" + name + "' as the name of a namespace");
        assertThatThrownBy(() -> warehouse().location("works", name))
                .hasMessageStartingWith("Cannot use '" + name + "' as the name of a table");
    }

    @Test
    void refusesReservedNames() {
        for (String name : List.of(Warehouse.BY_PATH, Warehouse.PROCEDURES)) {
            assertThatThrownBy(() -> warehouse().createNamespace(name)).hasMessageContaining("the name is reserved");
        }
    }

    @Test
    void dropsTablesOnly() throws IOException {
        Warehouse warehouse = warehouse();
        create(warehouse.location("works", "motors"));
        Path reports = Files.createDirectories(root.resolve("warehouse/works/reports"));
        Files.writeString(reports.resolve("a.txt"), "not a table");

        assertThat(warehouse.dropTable("works", "reports")).isFalse();
        assertThatThrownBy(() -> warehouse.dropNamespace("works"))
                .hasMessageStartingWith("Cannot drop namespace works")
                .hasMessageContaining("holds 'reports', which is no table");
        assertThat(warehouse.hasTable("works", "motors")).isTrue();

        Files.delete(reports.resolve("a.txt"));
        Path note = Files.writeString(root.resolve("warehouse/works/note.txt"), "not a table");
        assertThatThrownBy(() -> warehouse.dropNamespace("works")).hasMessageContaining("holds 'note.txt'");
        assertThat(warehouse.hasTable("works", "motors")).isTrue();

        Files.delete(note);
        assertThat(warehouse.isEmpty("works")).isFalse();
        assertThat(warehouse.dropNamespace("works")).isTrue();
        assertThat(warehouse.dropNamespace("works")).isFalse();
        assertThat(root.resolve("warehouse/works")).doesNotExist();
        assertThat(warehouse.dropNamespace(Warehouse.DEFAULT)).isFalse();
    }

    @Test
    void dropsATable() throws IOException {
        Warehouse warehouse = warehouse();
        create(warehouse.location("works", "motors"));

        assertThat(warehouse.dropTable("works", "motors")).isTrue();
        assertThat(warehouse.dropTable("works", "motors")).isFalse();
        assertThat(root.resolve("warehouse/works/motors")).doesNotExist();
        assertThat(warehouse.isEmpty("works")).isTrue();
    }

    @Test
    void keepsWhatIsKnownOfANamespace() throws Exception {
        Warehouse warehouse = warehouse();
        warehouse.createNamespace("works");
        assertThat(warehouse.properties("works")).isEmpty();

        Threads.together(4, thread -> {
            warehouse.alter("works", known -> {
                known.put("key " + thread, "a = b\n# ü");
                return known;
            });
            return thread;
        });
        assertThat(warehouse.properties("works")).hasSize(4).containsEntry("key 3", "a = b\n# ü");
        warehouse.alter("works", known -> Map.of("one", "1"));
        warehouse.alter("works", known -> known);

        assertThat(warehouse.properties("works")).isEqualTo(Map.of("one", "1"));
        assertThat(warehouse.isEmpty("works")).isTrue();
        assertThat(warehouse.tables("works")).isEmpty();
        assertThat(warehouse.dropNamespace("works")).isTrue();
        assertThat(root.resolve("warehouse/works")).doesNotExist();
    }

    @Test
    void renamesATable() throws IOException {
        Warehouse warehouse = warehouse();
        warehouse.createNamespace("works");
        create(warehouse.location("works", "motors"));
        create(warehouse.location("works", "pumps"));

        assertThat(warehouse.renameTable("works", "none", "works", "x")).isFalse();
        assertThatThrownBy(() -> warehouse.renameTable("works", "motors", "works", "pumps"))
                .hasMessageContaining("there is something");
        assertThatThrownBy(() -> warehouse.renameTable("works", "motors", "nowhere", "motors"))
                .hasMessageContaining("there is no namespace nowhere");
        assertThat(warehouse.renameTable("works", "motors", Warehouse.DEFAULT, "Engines"))
                .isTrue();

        assertThat(warehouse.tables("works")).containsExactly("pumps");
        assertThat(warehouse.tables(Warehouse.DEFAULT)).containsExactly("Engines");
        assertThat(root.resolve("warehouse/default/Engines/note.txt")).exists();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aTableWhoseDropWasCutShortIsDroppedAgain(Fault fault) throws IOException {
        FaultPlan count = FaultPlan.none();
        try (FileStore store =
                StoreLocation.of(root.resolve("whole").toString()).open()) {
            create(store);
            Table.drop(new FaultyFileStore(store, count));
        }
        assertThat(count.steps()).isEqualTo(3);

        for (int step = 1; step <= count.steps(); step++) {
            try (FileStore store =
                    StoreLocation.of(root.resolve("step" + step).toString()).open()) {
                create(store);
                FaultyFileStore faulty = new FaultyFileStore(store, FaultPlan.at(step, fault));

                assertThatThrownBy(() -> Table.drop(faulty)).isInstanceOfAny(IOException.class, SimulatedCrash.class);
                boolean gone = step == count.steps() && fault == Fault.DONE_BUT_FAILED;
                assertThat(Table.drop(store)).as("step " + step).isEqualTo(!gone);
                assertThat(store.list("", true)).isEmpty();
                create(store);
            }
        }
    }
}
