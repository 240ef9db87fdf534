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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A folder of TsFiles without a log, read as it is and never modified.
 *
 * <p>Files of an IoTDB tell their order by their names. Others are of one order unless the user says how to tell it, and then
 * must not overlap.
 */
public final class PlainFolder {
    private static final String SUFFIX = ".tsfile";

    private PlainFolder() {}

    /**
     * Finds the files and their common schema; opens every file and reads its index.
     *
     * @param table which table to read where the folder holds several; in a copy of an IoTDB's folder {@code database.table}
     *     works too. Absent: the only one
     * @param order how to tell which of two overlapping files is newer where their names do not say it: {@code name} or
     *     {@code modified}
     * @throws TsFileConnectorException if it holds no TsFile, several tables, types that differ, files of unknown order that
     *     overlap, or deletions
     */
    public static ScanSource discover(FileStore store, Optional<String> table, Optional<String> order)
            throws IOException {
        List<StoredFile> listed = store.list("", true);
        List<StoredFile> tsFiles =
                listed.stream().filter(file -> file.path().endsWith(SUFFIX)).toList();
        if (tsFiles.isEmpty()) {
            throw new TsFileConnectorException("Cannot read " + store.location().uri()
                    + ": it holds no file that ends with " + SUFFIX + ", and no table. Is the path right?");
        }
        List<PlainFile> all = new ArrayList<>();
        for (StoredFile file : tsFiles) {
            all.add(PlainFile.inspect(store, file));
        }
        PlainSelection selection = PlainSelection.of(store.location().uri(), all, table);
        refuseDeletions(store, listed, selection.files());
        List<PlainFile> ordered = FileOrder.parse(order).sort(selection.files());
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            files.add(dataFile(ordered.get(i), i));
        }
        if (order.isEmpty()) {
            refuseUnknownOrder(store, ordered, files);
        }
        return new ScanSource(store.location(), selection.schema(), LiveFile.of(files));
    }

    private static DataFile dataFile(PlainFile file, int rank) {
        return new DataFile(
                file.stored().path(),
                file.stored().length(),
                DataFile.UNKNOWN_CRC,
                new Version(rank, 0),
                0,
                0,
                false,
                file.devices(),
                BucketRange.ALL,
                file.times(),
                file.rows(),
                file.points(),
                DataFile.UNKNOWN_CHUNKS,
                List.of());
    }

    private static void refuseDeletions(FileStore store, List<StoredFile> listed, List<PlainFile> files) {
        Set<String> paths =
                files.stream().map(file -> file.stored().path()).collect(Collectors.toCollection(TreeSet::new));
        for (StoredFile file : listed) {
            int suffix = file.path().indexOf(SUFFIX + ".");
            boolean deletions = suffix >= 0 && file.path().contains("mods") && file.length() > 0;
            if (deletions && paths.contains(file.path().substring(0, suffix + SUFFIX.length()))) {
                throw new TsFileConnectorException(
                        "Cannot read " + store.location().uri() + ": " + file.path()
                                + " holds deletions, and deletions of plain folders are not applied yet. Compact the data in its"
                                + " server first, so that the deletions are gone");
            }
        }
    }

    private static void refuseUnknownOrder(FileStore store, List<PlainFile> ordered, List<DataFile> files) {
        for (List<LiveFile> live : OverlapGroups.of(LiveFile.of(files))) {
            List<DataFile> group = live.stream().map(LiveFile::file).toList();
            List<DataFile> unnamed = group.stream()
                    .filter(file -> ordered.stream()
                            .anyMatch(plain -> plain.stored().path().equals(file.path())
                                    && plain.iotdbName().isEmpty()))
                    .toList();
            if (group.size() > 1 && !unnamed.isEmpty()) {
                throw new TsFileConnectorException("Cannot read "
                        + store.location().uri() + ": " + group.get(0).path()
                        + " and " + group.get(1).path()
                        + " overlap, and nothing tells which of them is newer. Set option"
                        + " order to 'name' (numbers in names count as numbers) or to 'modified'");
            }
        }
    }
}
