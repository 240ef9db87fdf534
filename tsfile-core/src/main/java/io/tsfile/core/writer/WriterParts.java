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
package io.tsfile.core.writer;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.manage.FlushListener;
import io.tsfile.core.flush.manage.FlushManager;
import io.tsfile.core.flush.manage.FlushManagerOptions;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.wal.WalHeader;
import io.tsfile.core.wal.WalOptions;
import io.tsfile.core.wal.WriteAheadLog;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts together what a writer is made of, and releases it. */
final class WriterParts implements Closeable {
    /** How much of the heap a manager of the writer's own may take: 1 / so much. */
    private static final int HEAP_SHARE = 4;

    private final Table table;
    private final TableMetadata metadata;
    private final WriterOptions options;
    private final UUID writer = UUID.randomUUID();
    /** The last one first. */
    private final Deque<Closeable> owned = new ArrayDeque<>();

    private WriterParts(Table table, TableMetadata metadata, WriterOptions options) {
        this.table = table;
        this.metadata = metadata;
        this.options = options;
    }

    /** Opens a write-ahead log, or finds it in use or damaged. */
    @FunctionalInterface
    interface LogOpener {
        WriteAheadLog open(WalOptions options) throws IOException;
    }

    /** A writer of a table; nothing is left open if it fails. */
    static TsFileWriter open(Table table, WriterOptions options, LogOpener logs) throws IOException {
        TableMetadata metadata = table.snapshot().metadata();
        TableSchema schema = metadata.schema();
        if (schema.model() == TableModel.TABLE && !options.aligned()) {
            throw new TsFileConnectorException("Cannot write to table '" + schema.name()
                    + "' devices that are not aligned: in the table model they always are");
        }
        WriterParts parts = new WriterParts(table, metadata, options);
        try {
            return parts.assemble(logs);
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, parts);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        Cleanup.closeAll(owned);
        owned.clear();
    }

    private TsFileWriter assemble(LogOpener logs) throws IOException {
        TableSchema schema = metadata.schema();
        FlushOptions flush = options.flush().forTable(schema, metadata.options());
        FlushManager shared = options.manager();
        FlushManager manager = shared == null ? own(ownManager()) : shared;
        Workers workers = options.staged() ? Workers.common() : null;
        TableFiles files = new TableFiles(table, metadata, flush, workers, manager.budget());
        RowLog log = new RowLog(openLog(files, logs));
        HandOvers handOvers = new HandOvers();
        Generations generations =
                new Generations(options, log, handOvers, () -> new MemTable(schema, options.aligned()));
        TableTarget target = new TableTarget(files, writer, generations, handOvers, log);
        handOvers.start(own(manager.register(table.store().location().uri(), target)));
        return new TsFileWriter(schema, options, generations, handOvers, log, this);
    }

    private @Nullable WriteAheadLog openLog(TableFiles files, LogOpener logs) throws IOException {
        WalOptions walOptions = options.wal();
        if (walOptions == null) {
            return null;
        }
        WriteAheadLog wal = own(logs.open(walOptions));
        new Leftovers(files, wal).recover(options.aligned());
        wal.start(new WalHeader(metadata.id(), writer, metadata.schema(), options.aligned()), 0);
        return wal;
    }

    private <T extends Closeable> T own(T resource) {
        owned.addFirst(resource);
        return resource;
    }

    private static FlushManager ownManager() {
        MemoryBudget budget = new MemoryBudget(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        return new FlushManager(FlushManagerOptions.DEFAULT, budget, FlushListener.NONE);
    }
}
