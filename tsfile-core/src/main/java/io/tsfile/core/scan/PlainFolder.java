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
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.Version;
import io.tsfile.core.scan.mods.ModFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of TsFiles without a log, read as it is and never modified.
 *
 * <p>Files of an IoTDB tell their order by their names, and their deletions are in files beside them. Others are of one order
 * unless the user says how to tell it, and then must not overlap.
 *
 * @param source its files and their common schema
 * @param skipped TsFiles that hold nothing, or that were left out because the user wanted so
 * @param others what else there is: other tables by their names, with their databases in front where the folder tells them
 */
public record PlainFolder(ScanSource source, List<SkippedFile> skipped, List<String> others) {
    private static final Logger LOG = LoggerFactory.getLogger(PlainFolder.class);

    /** Copies the lists. */
    public PlainFolder {
        skipped = List.copyOf(skipped);
        others = List.copyOf(others);
    }

    /** What {@link #open} finds with these options, where all files are complete. */
    public static ScanSource discover(FileStore store, Optional<String> table, Optional<String> order)
            throws IOException {
        return open(store, new PlainOptions(table, order, PlainOptions.Unsealed.FAIL))
                .source();
    }

    /** Finds all files of the store's folder, as {@link #open(FileStore, PlainPaths, PlainOptions)} does. */
    public static PlainFolder open(FileStore store, PlainOptions options) throws IOException {
        return open(store, PlainPaths.ALL, options);
    }

    /**
     * Finds the files and their common schema; opens every file and reads its index.
     *
     * @param paths which files of the store
     * @throws TsFileConnectorException if there is no TsFile, or a table with a log, if there are several tables, types that differ,
     *     files of unknown order that overlap, files that are not complete, or deletions that cannot be understood
     */
    public static PlainFolder open(FileStore store, PlainPaths paths, PlainOptions options) throws IOException {
        PlainPaths.Listing listed = paths.list(store);
        SealedFiles sealed = new SealedFiles(
                store,
                options.unsealed(),
                new PlainFile.Inspector(store, ModFiles.of(listed.beside()), options.devices()),
                CompactionLogs.of(listed.beside()));
        List<PlainFile> all = sealed.inspect(new ArrayList<>(listed.tsFiles()));
        PlainSelection selection = PlainSelection.of(store.location().uri(), all, options);
        List<PlainFile> ordered = FileOrder.parse(options.order()).sort(selection.files());
        List<LiveFile> files = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            files.add(ordered.get(i).live(new Version(i, 0)));
        }
        if (options.order().isEmpty()) {
            refuseUnknownOrder(store, ordered, files);
        }
        List<SkippedFile> skipped = new ArrayList<>(sealed.skipped());
        skipped.forEach(file ->
                LOG.warn("Reading {} without {}: it {}", store.location().uri(), file.path(), file.reason()));
        all.stream()
                .filter(PlainFile::isEmpty)
                .forEach(file -> skipped.add(new SkippedFile(file.stored().path(), "holds nothing")));
        return new PlainFolder(
                new ScanSource(store.location(), selection.schema(), files), skipped, selection.others());
    }

    private static void refuseUnknownOrder(FileStore store, List<PlainFile> ordered, List<LiveFile> files) {
        Set<String> unnamed = ordered.stream()
                .filter(file -> file.iotdbName().isEmpty())
                .map(file -> file.stored().path())
                .collect(Collectors.toSet());
        for (List<LiveFile> live : OverlapGroups.of(files)) {
            List<DataFile> group = live.stream().map(LiveFile::file).toList();
            if (group.size() > 1 && group.stream().anyMatch(file -> unnamed.contains(file.path()))) {
                throw new TsFileConnectorException("Cannot read "
                        + store.location().uri() + ": " + group.get(0).path()
                        + " and " + group.get(1).path()
                        + " overlap, and nothing tells which of them is newer. Set option"
                        + " order to 'name' (numbers in names count as numbers) or to 'modified'");
            }
        }
    }
}
