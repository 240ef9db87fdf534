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
    private static final IDeviceID D = Devices.ofPath("root.a.x.d");
    private static final IDeviceID E = Devices.ofPath("root.a.x.e");

    /** Its rows, in the order of devices and times. */
    public static final List<String> ROWS = List.of(
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

    /** Writes it, deletions included. */
    public static void write(Path folder) throws IOException {
        String first = "sequence/root.a/1/0/1-1-0-0.tsfile";
        try (ValueFile file = file(folder, first)) {
            file.series(D, "s", 0, 5, 100).aligned(E, 0, 2, 500);
        }
        try (ValueFile file = file(folder, "sequence/root.a/1/0/2-2-0-0.tsfile")) {
            file.series(D, "s", 6, 8, 200);
        }
        String late = "unsequence/root.a/1/0/3-3-0-0.tsfile";
        try (ValueFile file = file(folder, late)) {
            file.series(D, "s", 2, 6, 300).series(D, "s", 4, 5, 400).aligned(E, 1, 1, 600);
        }
        Files.write(
                folder.resolve(first + ".mods2"),
                new ModBytes()
                        .tree("root.a.x.d.s", 3, 5)
                        .tree("root.a.x.e.u", 1, Long.MAX_VALUE)
                        .toBytes());
        Files.write(
                folder.resolve(late + ".mods2"),
                new ModBytes()
                        .tree("root.a.x.d.**", 3, 3)
                        .tree("root.a.**.d.s", 5, 6)
                        .tree("root.a.x.*.u", Long.MIN_VALUE, Long.MAX_VALUE)
                        .toBytes());
        Files.write(
                folder.resolve("sequence/root.a/1/0/2-2-0-0.tsfile.mods2"),
                new ModBytes().tree("root.**", 6, 6).toBytes());
    }

    private static ValueFile file(Path folder, String path) throws IOException {
        return new ValueFile(folder.resolve(path), null, "s", "u");
    }
}
