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
package io.tsfile.core.maintenance;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.Version;
import io.tsfile.core.scan.PlainFolder;
import io.tsfile.core.scan.SkippedFile;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Hide;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a plain folder a table, in one commit and without moving a byte.
 *
 * <ul>
 *   <li>Files keep the order that reading the folder gives them; their deletions are read once, and hide parts of them from then on.
 *   <li>All complete TsFiles of the folder become the table's, so they must be of one table: compaction and clean-up will delete
 *       files, and nobody else's.
 *   <li>It dies at any point: the folder is a table with all of its files, or none at all.
 * </ul>
 */
public final class Register {
    private static final Logger LOG = LoggerFactory.getLogger(Register.class);
    private static final String OPERATION = "register";

    private final FileStore store;
    private final RegisterOptions options;

    /** Registers the store's folder. */
    public Register(FileStore store, RegisterOptions options) {
        this.store = store;
        this.options = options;
    }

    /**
     * Says what {@link #run} would do, and writes nothing.
     *
     * @throws TsFileConnectorException if the folder is a table, a server uses it, it holds several tables, or as
     *     {@link PlainFolder#open}
     */
    public RegisterPlan plan() throws IOException {
        ServerLocks locks = ServerLocks.take(store);
        try (locks) {
            return found();
        }
    }

    /**
     * Registers the folder.
     *
     * @return what it did
     * @throws TsFileConnectorException as {@link #plan}, or if the store cannot create atomically
     * @throws io.tsfile.core.table.CommitStateUnknownException if nobody can tell whether the folder is a table now
     */
    public RegisterPlan run() throws IOException {
        ServerLocks locks = ServerLocks.take(store);
        try (locks) {
            RegisterPlan plan = found();
            Commit first = Commit.of(plan.metadata().id(), CommitId.unique(), OPERATION)
                    .metadata(plan.metadata())
                    .add(plan.files().stream().map(LiveFile::file).toList())
                    .hide(plan.files().stream()
                            .flatMap(file -> file.deletions().stream()
                                    .map(deletion -> new Hide(file.file().path(), deletion)))
                            .toList())
                    .build();
            Table.register(
                    store, first, plan.skipped().stream().map(SkippedFile::path).collect(Collectors.toSet()));
            LOG.info(
                    "Registered {} as table {}: {} files, {} bytes, {} deletions",
                    store.location().uri(),
                    plan.metadata().id(),
                    plan.files().size(),
                    plan.bytes(),
                    plan.deletions());
            return plan;
        }
    }

    private RegisterPlan found() throws IOException {
        if (Table.exists(store)) {
            throw new TsFileConnectorException(
                    "Cannot register " + store.location().uri() + ": it is a table already. Open it");
        }
        PlainFolder folder = PlainFolder.open(store, options.reading());
        refuseOthers(folder);
        List<LiveFile> files = new ArrayList<>();
        for (LiveFile file : folder.source().files()) {
            files.add(new LiveFile(
                    file.file().compacted(new Version(DataFile.UNCOMMITTED, files.size()), 0, DataFile.UNCOMMITTED),
                    file.deletions()));
        }
        TableSchema found = folder.source().schema();
        TableSchema schema =
                new TableSchema(found.model(), found.name(), found.timeColumn(), options.precision(), found.columns());
        return new RegisterPlan(
                TableMetadata.of(schema, partitioning(files), options.options()), files, folder.skipped());
    }

    /** Files of other tables would be lost when compaction and clean-up delete those that hold this one as well. */
    private void refuseOthers(PlainFolder folder) {
        if (!folder.others().isEmpty()) {
            throw new TsFileConnectorException(
                    "Cannot register " + store.location().uri() + " as table '"
                            + folder.source().schema().name() + "': its files hold others as well, such as "
                            + folder.others().get(0)
                            + ". Copy or link the files of one table into a folder of its own, and register that");
        }
    }

    private TimePartitioning partitioning(List<LiveFile> files) {
        TimePartitioning wanted = options.partitioning().orElse(TimePartitioning.defaultFor(options.precision()));
        Optional<DataFile> crossing = files.stream()
                .map(LiveFile::file)
                .filter(file -> wanted.partition(file.times().start())
                        != wanted.partition(file.times().end()))
                .findFirst();
        if (crossing.isEmpty()) {
            return wanted;
        }
        if (options.partitioning().isPresent()) {
            throw new TsFileConnectorException(
                    "Cannot register " + store.location().uri()
                            + " with time partitions of " + wanted.interval() + ": "
                            + crossing.get().path() + " holds times from "
                            + crossing.get().times().start() + " to "
                            + crossing.get().times().end()
                            + ", and no file may cross a partition. Choose longer partitions, or none");
        }
        return TimePartitioning.NONE;
    }
}
