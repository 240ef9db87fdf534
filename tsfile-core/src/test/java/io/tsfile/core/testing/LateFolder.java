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
package io.tsfile.core.testing;

import io.tsfile.core.model.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/** A small copy of an IoTDB's folder with late files, one of which overlaps itself, and deletions in both of their forms. */
public final class LateFolder {
    private static final String FIRST = "sequence/root.a/1/0/1-1-0-0.tsfile";
    private static final String SECOND = "sequence/root.a/1/0/2-2-0-0.tsfile";
    private static final String LATE = "unsequence/root.a/1/0/3-3-0-0.tsfile";
    private static final IDeviceID D = Devices.ofPath("root.a.x.d");
    private static final IDeviceID E = Devices.ofPath("root.a.x.e");

    /** The rows of its files, in the order of devices and times. */
    public static final List<String> STORED = List.of(
            "root.a.x.d@0 s=100",
            "root.a.x.d@1 s=101",
            "root.a.x.d@2 s=302",
            "root.a.x.d@3 s=303",
            "root.a.x.d@4 s=404",
            "root.a.x.d@5 s=405",
            "root.a.x.d@6 s=306",
            "root.a.x.d@7 s=207",
            "root.a.x.d@8 s=208",
            "root.a.x.e@0 s=500 u=500",
            "root.a.x.e@1 s=601 u=601",
            "root.a.x.e@2 s=502 u=502");

    /** Its rows once values are deleted. */
    public static final List<String> VISIBLE = List.of(
            "root.a.x.d@0 s=100",
            "root.a.x.d@1 s=101",
            "root.a.x.d@2 s=302",
            "root.a.x.d@4 s=404",
            "root.a.x.d@7 s=207",
            "root.a.x.d@8 s=208",
            "root.a.x.e@0 s=500 u=500",
            "root.a.x.e@1 s=601",
            "root.a.x.e@2 s=502");

    private LateFolder() {}

    /** Writes it, without deletions. */
    public static void write(Path folder) throws IOException {
        try (ValueFile file = file(folder, FIRST)) {
            file.series(D, "s", 0, 5, 100).aligned(E, 0, 2, 500);
        }
        try (ValueFile file = file(folder, SECOND)) {
            file.series(D, "s", 6, 8, 200);
        }
        try (ValueFile file = file(folder, LATE)) {
            file.series(D, "s", 2, 6, 300).series(D, "s", 4, 5, 400).aligned(E, 1, 1, 600);
        }
    }

    /** Deletes values of the folder that was written. */
    public static void delete(Path folder) throws IOException {
        Files.write(
                folder.resolve(FIRST + ".mods2"),
                new ModBytes()
                        .tree("root.a.x.d.s", 3, 5)
                        .tree("root.a.x.e.u", 1, Long.MAX_VALUE)
                        .toBytes());
        Files.write(
                folder.resolve(LATE + ".mods2"),
                new ModBytes()
                        .tree("root.a.x.d.**", 3, 3)
                        .tree("root.a.**.d.s", 5, 6)
                        .tree("root.a.x.*.u", Long.MIN_VALUE, Long.MAX_VALUE)
                        .toBytes());
        Files.write(
                folder.resolve(SECOND + ".mods2"),
                new ModBytes().tree("root.**", 6, 6).toBytes());
    }

    private static ValueFile file(Path folder, String path) throws IOException {
        return new ValueFile(folder.resolve(path), null, "s", "u");
    }
}
