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
package io.tsfile.core.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ModBytes;
import io.tsfile.core.testing.SourceRows;
import io.tsfile.core.testing.ValueFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some files of a folder, some of its devices. */
class PlainPathsTest {
    private static final IDeviceID D1 = Devices.ofPath("root.a.d1");
    private static final IDeviceID D2 = Devices.ofPath("root.b.d2");

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        try (ValueFile file = new ValueFile(folder.resolve("x/1-1-0-0.tsfile"), null, "s")) {
            file.series(D1, "s", 0, 1, 0);
        }
        try (ValueFile file = new ValueFile(folder.resolve("x/sub/2-2-0-0.tsfile"), null, "s")) {
            file.series(D1, "s", 2, 2, 0);
        }
        try (ValueFile file = new ValueFile(folder.resolve("y/part-00000"), null, "s")) {
            file.series(D2, "s", 3, 3, 0);
        }
        try (ValueFile file = new ValueFile(folder.resolve("z/4-4-0-0.tsfile"), "t", "v")) {
            file.aligned(Devices.ofTable("t", "m"), 9, 9, 0);
        }
    }

    @Test
    void readsFoldersAndFilesTogetherAndNothingTwice() throws IOException {
        assertThat(read(new PlainPaths(List.of("x/sub", "x"), List.of("y/part-00000", "x/1-1-0-0.tsfile")), options()))
                .containsExactlyInAnyOrder("root.a.d1@0 s=0", "root.a.d1@1 s=1", "root.a.d1@2 s=2", "root.b.d2@3 s=3");
        assertThat(read(new PlainPaths(List.of(), List.of("x/1-1-0-0.tsfile")), options()))
                .hasSize(2);
    }

    @Test
    void appliesTheDeletionsBesideASingleFile() throws IOException {
        Files.write(
                folder.resolve("x/1-1-0-0.tsfile.mods2"),
                new ModBytes().tree("root.a.d1.s", 0, 0).toBytes());

        assertThat(read(new PlainPaths(List.of(), List.of("x/1-1-0-0.tsfile")), options()))
                .containsExactly("root.a.d1@1 s=1");
    }

    @Test
    void readsTheChosenDevicesAlone() throws IOException {
        PlainPaths paths = new PlainPaths(List.of("x"), List.of("y/part-00000"));

        assertThat(open(paths, devices("root.b.**")).source().files()).hasSize(1);
        assertThatThrownBy(() -> open(paths, devices("root.c.**")))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("no device of the tree model that is one of root.c.**");
    }

    @Test
    void choosesTheModelWhereThereAreBoth() throws IOException {
        assertThatThrownBy(() -> open(PlainPaths.ALL, options()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("the tables t and devices of the tree model")
                .hasMessageContaining("option model");
        PlainFolder tree = open(PlainPaths.ALL, model(TableModel.TREE));
        assertThat(tree.source().files()).hasSize(2);
        assertThat(tree.others()).containsExactly("t");
        assertThat(open(PlainPaths.ALL, model(TableModel.TABLE))
                        .source()
                        .schema()
                        .name())
                .isEqualTo("t");
    }

    @Test
    void refusesFilesThatAreNotThere() {
        assertThatThrownBy(() -> read(new PlainPaths(List.of(), List.of("x/7-7-0-0.tsfile")), options()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("x/7-7-0-0.tsfile: there is no such file");
    }

    @Test
    void refusesTablesWithALog() throws IOException {
        try (FileStore store =
                StoreLocation.of(folder.resolve("tables/motors").toString()).open()) {
            TableSchema schema = TableSchema.ofTable("motors", List.of(Column.field("v", TSDataType.DOUBLE)));
            Table.create(store, TableMetadata.of(schema, TimePartitioning.NONE, Map.of()));
        }

        assertThatThrownBy(() -> open(PlainPaths.ALL, options()))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("tables with a log of their own: tables/motors");
    }

    private PlainFolder open(PlainPaths paths, PlainOptions options) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return PlainFolder.open(store, paths, options);
        }
    }

    private List<String> read(PlainPaths paths, PlainOptions options) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            return SourceRows.read(
                    store, PlainFolder.open(store, paths, options).source());
        }
    }

    private static PlainOptions options() {
        return PlainOptions.DEFAULT;
    }

    private static PlainOptions model(TableModel model) {
        return new PlainOptions(
                Optional.empty(),
                Optional.of(model),
                Optional.empty(),
                Optional.empty(),
                PlainOptions.Unsealed.FAIL,
                false);
    }

    private static PlainOptions devices(String pattern) {
        return new PlainOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.of(DevicePattern.parse(pattern)),
                Optional.empty(),
                PlainOptions.Unsealed.FAIL,
                false);
    }
}
