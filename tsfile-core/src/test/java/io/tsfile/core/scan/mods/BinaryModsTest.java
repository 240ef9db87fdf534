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
package io.tsfile.core.scan.mods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.index.bytes.IndexBytes;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries as the classes of an IoTDB 2.0.1-beta wrote them. */
class BinaryModsTest {
    private static final String TREE =
            "01" + "000000000000000a" + "0000000000000014" + "20726f6f742e666c6565742e2a2a2e732a";
    private static final String QUOTED =
            "01" + "8000000000000000" + "7fffffffffffffff" + "2c726f6f742e666c6565742e60612e62602e6073203160";
    private static final String TABLE = "00" + "fffffffffffffffb" + "00000000000003e8" + "0e73656e736f7273";
    private static final String ALL = TABLE + "00" + "00";
    private static final String DEVICE =
            TABLE + "01" + "040e73656e736f72730a6e6f727468" + "01" + "046d30" + "04" + "0672706d" + "046f6b";
    private static final String TAG = TABLE + "02" + "0a6e6f727468" + "02" + "00";
    private static final String NO_TAG = TABLE + "02" + "01" + "04" + "00";
    private static final String AND =
            TABLE + "03" + "04" + "020c6ec3b6727468" + "02" + "02046d31" + "04" + "02086e6f7465";

    private static final TimeRange TIMES = new TimeRange(-5, 1000);

    @Test
    void readsDeletionsFromTrees() {
        assertThat(read(TREE + QUOTED))
                .containsExactly(
                        entry(new ModTarget.Tree(PathPattern.parse("root.fleet.**.s*")), new TimeRange(10, 20)),
                        entry(new ModTarget.Tree(PathPattern.parse("root.fleet.`a.b`.`s 1`")), TimeRange.ALL));
    }

    @Test
    void readsDeletionsFromTables() {
        assertThat(read(ALL + DEVICE + TAG + NO_TAG + AND))
                .containsExactly(
                        entry(new ModTarget.Table("sensors", new TagPredicate.Any(), List.of()), TIMES),
                        entry(
                                new ModTarget.Table(
                                        "sensors",
                                        new TagPredicate.Device(Devices.ofTable("sensors", "north", null, "m0")),
                                        List.of("rpm", "ok")),
                                TIMES),
                        entry(new ModTarget.Table("sensors", new TagPredicate.Segment(1, "north"), List.of()), TIMES),
                        entry(new ModTarget.Table("sensors", new TagPredicate.Segment(2, null), List.of()), TIMES),
                        entry(
                                new ModTarget.Table(
                                        "sensors",
                                        new TagPredicate.Every(List.of(
                                                new TagPredicate.Segment(1, "n\u00f6rth"),
                                                new TagPredicate.Segment(2, "m1"))),
                                        List.of("note")),
                                TIMES));
    }

    @Test
    void refusesEveryEntryThatIsCutOff() {
        for (String entry : List.of(TREE, QUOTED, ALL, DEVICE, TAG, NO_TAG, AND)) {
            for (int length = 2; length < entry.length(); length += 2) {
                String cut = entry.substring(0, length);
                assertThatThrownBy(() -> read(ALL + cut))
                        .as("%s of %s", cut, entry)
                        .isInstanceOf(CorruptTsFileException.class)
                        .hasMessageContaining("folder/file.mods2")
                        .hasMessageContaining("at byte");
            }
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertRefused(TREE + "02" + TREE.substring(2), "of type 2");
        assertRefused(TABLE + "04" + "00", "of type 4");
        assertRefused("01" + "0000000000000014" + "000000000000000a" + TREE.substring(34), "from 20 to 10");
        assertRefused(TREE.substring(0, 34) + "08726f6f74", "the path of a series");
        assertRefused(TABLE + "00" + "03", "a number of columns");
        assertRefused(TABLE + "03" + "feffffff0f" + "00".repeat(5), "a byte");
        assertRefused(TABLE + "0302".repeat(200), "in each other");
    }

    @Test
    void neverBelievesADamagedLength() {
        byte[] bytes = HexFormat.of().parseHex(AND);
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) (1 << bit);
                try {
                    assertThat(read(damaged)).isNotEmpty();
                } catch (CorruptTsFileException e) {
                    assertThat(e).hasMessageContaining("file.mods2");
                }
            }
        }
    }

    private static void assertRefused(String hex, String what) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContaining(what);
    }

    private static ModEntry entry(ModTarget target, TimeRange times) {
        return new ModEntry(target, times, ModEntry.WHOLE_FILE);
    }

    private static List<ModEntry> read(String hex) {
        return read(HexFormat.of().parseHex(hex));
    }

    private static List<ModEntry> read(byte[] bytes) {
        return BinaryMods.read(new IndexBytes("folder/file.mods2", bytes, 0, bytes.length, 0));
    }
}
