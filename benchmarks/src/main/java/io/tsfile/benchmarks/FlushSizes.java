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
package io.tsfile.benchmarks;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Bytes of a point in the files that {@link FlushBenchmark} writes, all of the file included. Before it counts them it reads both
 * files with the library and holds them against the readings.
 */
final class FlushSizes {
    private FlushSizes() {}

    static List<Comparison> comparisons() {
        return List.of(
                sized("file, table model, two decimals", Readings.Kind.DECIMALS, true, 2),
                sized("file, table model, full precision", Readings.Kind.FULL_PRECISION, true, 1),
                sized("file, tree model, two decimals", Readings.Kind.DECIMALS, false, 2),
                sized("file, tree model, full precision", Readings.Kind.FULL_PRECISION, false, 1));
    }

    private static Comparison sized(String what, Readings.Kind kind, boolean aligned, double goal) {
        return new Comparison.Sized(what, () -> sizes(kind, aligned), goal);
    }

    private static Comparison.Sizes sizes(Readings.Kind kind, boolean aligned) {
        Readings readings = Readings.of(kind, aligned, 0);
        try {
            Path folder = Files.createTempDirectory("flush-sizes");
            Path peer = folder.resolve("peer.tsfile");
            try {
                DataFile ours = FlushBenchmark.fused(readings, readings.inMemory(), folder);
                LibraryFlush.check(readings, folder.resolve(ours.path()));
                LibraryFlush.write(readings, LibraryFlush.tablets(readings), peer);
                LibraryFlush.check(readings, peer);
                double points = Readings.POINTS;
                return new Comparison.Sizes(ours.length() / points, Files.size(peer) / points);
            } finally {
                try (FileStore store = StoreLocation.of(folder.toString()).open()) {
                    store.deleteFolder("data");
                }
                Files.deleteIfExists(peer);
                Files.delete(folder);
            }
        } catch (Exception e) {
            throw new IllegalStateException("Cannot compare the sizes of files", e);
        }
    }
}
