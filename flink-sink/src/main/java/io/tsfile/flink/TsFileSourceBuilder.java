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
package io.tsfile.flink;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.PlainFolder;
import io.tsfile.core.scan.PlainOptions;
import io.tsfile.core.table.Table;
import io.tsfile.flink.source.DeletesMode;
import io.tsfile.flink.source.ReadFormat;
import io.tsfile.flink.source.ReadRange;
import io.tsfile.flink.source.ReadSettings;
import io.tsfile.flink.source.ScanMode;
import io.tsfile.flink.source.TableSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.connector.source.Source;
import org.jspecify.annotations.Nullable;

/** Options of a source. Not thread-safe. */
public final class TsFileSourceBuilder<T> {
    private static final long DEFAULT_SPLIT_BYTES = 128L << 20;
    private static final Duration DEFAULT_DISCOVERY = Duration.ofSeconds(10);
    /** The columns of a batch then fit a core's cache. */
    private static final int BATCH_ROWS = 4096;

    private final Format<T> format;
    private @Nullable StoreLocation location;
    private ScanMode mode = ScanMode.SNAPSHOT;
    private @Nullable Long commit;
    private @Nullable Long atMillis;
    private TimeRange times = TimeRange.ALL;
    private DeviceFilter devices = DeviceFilter.ALL;
    private long limit = ReadSettings.NO_LIMIT;
    private long splitBytes = DEFAULT_SPLIT_BYTES;
    private Duration discovery = DEFAULT_DISCOVERY;
    private DeletesMode deletes = DeletesMode.FAIL;
    private @Nullable String plainTable;
    private @Nullable String plainOrder;
    private PlainOptions.Unsealed plainUnsealed = PlainOptions.Unsealed.FAIL;

    /** What rows look like, as soon as the columns are known. */
    @FunctionalInterface
    interface Format<T> {
        ReadFormat<T> of(TableSchema schema, String uri);
    }

    TsFileSourceBuilder(Format<T> format) {
        this.format = format;
    }

    /** A source of what {@code format} makes of the files; for the connector's own SQL. */
    public static <T> TsFileSourceBuilder<T> of(ReadFormat<T> format) {
        return new TsFileSourceBuilder<>((schema, uri) -> format);
    }

    /** The folder in the local file system or, as a URI, in another. */
    public TsFileSourceBuilder<T> location(String folder) {
        return location(StoreLocation.of(folder));
    }

    /** The folder. */
    public TsFileSourceBuilder<T> location(StoreLocation folder) {
        this.location = folder;
        return this;
    }

    /** Which rows to read. Default: all of the newest snapshot. */
    public TsFileSourceBuilder<T> mode(ScanMode which) {
        this.mode = which;
        return this;
    }

    /** Reads the snapshot after that commit. */
    public TsFileSourceBuilder<T> snapshot(long number) {
        this.mode = ScanMode.SNAPSHOT;
        this.commit = number;
        return this;
    }

    /** Reads the snapshot that was the newest one at that time. */
    public TsFileSourceBuilder<T> asOf(Instant time) {
        this.mode = ScanMode.SNAPSHOT;
        this.atMillis = time.toEpochMilli();
        return this;
    }

    /** Reads the commits from that one on, for ever. */
    public TsFileSourceBuilder<T> fromCommit(long number) {
        this.mode = ScanMode.FROM_COMMIT;
        this.commit = number;
        return this;
    }

    /** Only rows at these times, in the table's unit. */
    public TsFileSourceBuilder<T> times(TimeRange inside) {
        this.times = inside;
        return this;
    }

    /** Only rows of these devices. */
    public TsFileSourceBuilder<T> devices(DeviceFilter wanted) {
        this.devices = wanted;
        return this;
    }

    /** So many rows at most, whichever they are; one subtask reads them. Only for a snapshot, or a folder without a log. */
    public TsFileSourceBuilder<T> limit(long rows) {
        if (rows < 0) {
            throw new TsFileConnectorException("Cannot read " + rows + " rows: a limit is 0 at least");
        }
        this.limit = rows;
        return this;
    }

    /** Bytes of files that a subtask reads at a time, where they can be cut so. Default: 128 MiB. */
    public TsFileSourceBuilder<T> splitBytes(long bytes) {
        if (bytes < 1) {
            throw new TsFileConnectorException("Cannot read splits of " + bytes + " bytes: it must be 1 at least");
        }
        this.splitBytes = bytes;
        return this;
    }

    /** How long to wait between two looks for new commits. Default: 10 seconds. */
    public TsFileSourceBuilder<T> discoveryInterval(Duration interval) {
        if (interval.toMillis() < 1) {
            throw new TsFileConnectorException(
                    "Cannot look for new commits every " + interval + ": it must be 1 ms at least");
        }
        this.discovery = interval;
        return this;
    }

    /** What to do in a mode that follows commits when one of them deletes rows. Default: fail. */
    public TsFileSourceBuilder<T> deletes(DeletesMode what) {
        this.deletes = what;
        return this;
    }

    /** The table to read where a folder without a log holds several. */
    public TsFileSourceBuilder<T> plainTable(String table) {
        this.plainTable = table;
        return this;
    }

    /** How to tell which of two overlapping files of a folder without a log is newer: {@code name} or {@code modified}. */
    public TsFileSourceBuilder<T> plainOrder(String order) {
        this.plainOrder = order;
        return this;
    }

    /** What to do with files of a folder without a log that are not complete. Default: fail. */
    public TsFileSourceBuilder<T> plainUnsealed(PlainOptions.Unsealed what) {
        this.plainUnsealed = what;
        return this;
    }

    /**
     * The source. Looks into the folder for the columns; which rows are read is found out when the job starts.
     *
     * @throws TsFileConnectorException if there is neither a table nor a TsFile, or it has other columns than are wanted
     */
    public Source<T, ?, ?> build() {
        if (location == null) {
            throw new TsFileConnectorException("Cannot build a source without a folder: call location(...)");
        }
        ReadRange range = new ReadRange(mode, commit, atMillis);
        if (limit != ReadSettings.NO_LIMIT && !range.isBounded()) {
            throw new TsFileConnectorException("Cannot read " + limit + " rows in mode " + mode
                    + ", which does not end: leave the limit out, or read a snapshot");
        }
        try (FileStore store = location.open()) {
            boolean plain = !Table.exists(store);
            if (plain && !range.equals(ReadRange.NEWEST)) {
                throw new TsFileConnectorException("Cannot read " + location.uri() + " in mode " + mode
                        + " or as of another time: it has no log. Register it as a table first, or leave that out");
            }
            if (!plain && (plainTable != null || plainOrder != null)) {
                throw new TsFileConnectorException("Cannot choose a table or an order in " + location.uri()
                        + ": its log says it already; that is for folders without a log");
            }
            ReadSettings settings = new ReadSettings(
                    location,
                    plain,
                    range,
                    times,
                    devices,
                    limit,
                    splitBytes,
                    BATCH_ROWS,
                    discovery,
                    deletes,
                    plainTable,
                    plainOrder,
                    plainUnsealed);
            TableSchema schema = plain
                    ? PlainFolder.open(store, settings.plainOptions()).source().schema()
                    : Table.open(store).snapshot().metadata().schema();
            ReadFormat<T> rows = format.of(schema, location.uri());
            // Says now what would else be said by each subtask.
            rows.rows(schema);
            return new TableSource<>(settings, rows);
        } catch (IOException e) {
            throw new TsFileConnectorException("Cannot look into " + location.uri() + ": " + e.getMessage(), e);
        }
    }
}
