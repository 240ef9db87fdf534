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
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.Fleet;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data folder of a real IoTDB gives that server's own answers. */
class IotdbFolderTest {
    @TempDir
    Path fleet;

    @BeforeEach
    void unpack() throws IOException {
        Fleet.unpack(fleet);
    }

    @Test
    void readsATableAsTheServerDid() throws IOException {
        try (FileStore store =
                StoreLocation.of(fleet.resolve("data").toString()).open()) {
            ScanSource source = PlainFolder.discover(store, Optional.of("sensors"), Optional.empty());
            List<String> expected = new ArrayList<>();
            for (String line : Files.readAllLines(fleet.resolve("expected/plant.sensors.csv")).stream()
                    .skip(1)
                    .toList()) {
                String[] cells = line.split(",", -1);
                expected.add(String.join(",", cells[0], cells[1], cells[2], cells[4], cells[5], cells[6], cells[7]));
            }
            List<String> rows =
                    rows(store, source, List.of("temperature", "rpm", "ok", "note"), DeviceFilter.ALL, true);
            assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"d0", "d1", "d2", "a3", "a4", "a5"})
    void readsADeviceOfTheTreeModelAsTheServerDid(String name) throws IOException {
        String device = "root.fleet.r1." + name;
        List<String> lines = Files.readAllLines(fleet.resolve("expected/" + device + ".csv"));
        List<String> fields = Arrays.stream(lines.get(0).split(","))
                .skip(1)
                .map(path -> path.substring(path.lastIndexOf('.') + 1))
                .toList();
        try (FileStore store = StoreLocation.of(treeFolder().toString()).open()) {
            ScanSource source = PlainFolder.discover(store, Optional.empty(), Optional.empty());
            List<String> rows =
                    rows(store, source, fields, (IDeviceID id) -> id.toString().equals(device), false);
            assertThat(rows).isEqualTo(lines.subList(1, lines.size()));
        }
    }

    @Test
    void listsWhatThereIsWhereTheFolderHoldsMoreThanOneTable() throws IOException {
        try (FileStore store =
                StoreLocation.of(fleet.resolve("data").toString()).open()) {
            assertThatThrownBy(() -> PlainFolder.discover(store, Optional.empty(), Optional.empty()))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageStartingWith("Cannot read")
                    .hasMessageContaining("plant.sensors")
                    .hasMessageContaining("tree model");
        }
    }

    /** The tree model's files alone: beside them there is a table. */
    private Path treeFolder() throws IOException {
        Path tree = fleet.resolve("tree");
        for (String kind : List.of("sequence", "unsequence")) {
            Path target = tree.resolve(kind);
            if (!Files.exists(target)) {
                Files.createDirectories(target);
                Files.move(fleet.resolve("data/" + kind + "/root.fleet"), target.resolve("root.fleet"));
            }
        }
        return tree;
    }

    /** The rows as the server's CSV has them, in the order of devices, then times. */
    private static List<String> rows(
            FileStore store, ScanSource source, List<String> fields, DeviceFilter devices, boolean tags)
            throws IOException {
        List<String> rows = new ArrayList<>();
        ScanRequest request = new ScanRequest(fields, TimeRange.ALL, devices, Long.MAX_VALUE);
        for (ScanTask task : ScanPlanner.plan(source, request)) {
            try (SectionReader reader = new SectionReader(store, task, 1000)) {
                while (reader.next()) {
                    for (int row = 0; row < reader.times().size(); row++) {
                        List<String> cells = new ArrayList<>();
                        cells.add(Long.toString(reader.times().get(row)));
                        for (int tag = 1; tags && tag <= 2; tag++) {
                            cells.add(String.valueOf(reader.device().segment(tag)));
                        }
                        for (int field = 0; field < fields.size(); field++) {
                            cells.add(cell(reader.values(field), row));
                        }
                        rows.add(String.join(",", cells));
                    }
                }
            }
        }
        return rows;
    }

    private static String cell(Vector vector, int row) {
        if (vector.isNull(row)) {
            return "";
        } else if (vector instanceof BooleanVector booleans) {
            return Boolean.toString(booleans.get(row));
        } else if (vector instanceof IntVector ints) {
            return Integer.toString(ints.get(row));
        } else if (vector instanceof LongVector longs) {
            return Long.toString(longs.get(row));
        } else if (vector instanceof FloatVector floats) {
            return Float.toString(floats.get(row));
        } else if (vector instanceof DoubleVector doubles) {
            return Double.toString(doubles.get(row));
        } else if (vector.type() == TSDataType.BLOB) {
            return "0x" + HexFormat.of().formatHex(((BinaryVector) vector).get(row));
        } else {
            return ((BinaryVector) vector).getString(row);
        }
    }
}
