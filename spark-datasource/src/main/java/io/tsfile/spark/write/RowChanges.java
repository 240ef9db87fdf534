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
package io.tsfile.spark.write;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Reads;
import io.tsfile.core.table.Snapshot;
import io.tsfile.spark.read.DeviceKey;
import io.tsfile.spark.read.TsFileTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.DeltaWriteBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsDelta;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * A DELETE, UPDATE or MERGE that has to look at rows. What it computed from them is committed only if nobody changed the times that
 * it looked at (L4). Lives on the driver, for one command.
 */
final class RowChanges implements SupportsDelta {
    private final TsFileTable table;
    private final Command command;
    private final Snapshot snapshot;
    /** The times that were looked at; null before a scan is built. */
    private @Nullable TimeRange looked;

    RowChanges(TsFileTable table, Command command) {
        this.table = table;
        this.command = command;
        // What the scan sees: all that was committed since counts as changed.
        this.snapshot = table.snapshot();
        if (snapshot.metadata().schema().column(DeviceKey.COLUMN).isPresent()) {
            throw new TsFileConnectorException("Cannot " + command + " rows of table " + table.name()
                    + ": it has a column named " + DeviceKey.COLUMN + ", by which rows are told apart");
        }
    }

    @Override
    public Command command() {
        return command;
    }

    @Override
    public String description() {
        return command.name().toLowerCase(Locale.ROOT) + " of " + table.name();
    }

    @Override
    public NamedReference[] rowId() {
        return RowKeys.references(snapshot.metadata().schema());
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        boolean again = looked != null;
        looked = TimeRange.ALL;
        return new ChangeScanBuilder(table.newScanBuilder(options), conditions -> {
            if (!again) {
                looked = times(conditions);
            }
        });
    }

    private TimeRange times(Predicate[] conditions) {
        return table.keys(conditions).times().orElse(TimeRange.ALL);
    }

    @Override
    public DeltaWriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        WriteTarget target =
                WriteTarget.of(table.location(), snapshot.metadata(), info.schema(), new WriteOptions(Map.of()));
        Reads reads = new Reads(snapshot.number(), List.of(), Cut.ofTimes(looked == null ? TimeRange.ALL : looked));
        Effect.Change change =
                new Effect.Change("spark " + command.name().toLowerCase(Locale.ROOT), Optional.of(reads));
        StructType ids = info.rowIdSchema()
                .orElseThrow(() -> new IllegalStateException("Cannot change rows without what names them"));
        return new DeltaWriteBuilder() {
            @Override
            public ChangeWrite build() {
                return new ChangeWrite(target, ids, change);
            }
        };
    }
}
