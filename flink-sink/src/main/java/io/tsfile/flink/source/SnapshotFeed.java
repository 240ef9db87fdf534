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
package io.tsfile.flink.source;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.scan.PlainFolder;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.util.List;

/** All splits of one snapshot, or of a folder without a log. */
final class SnapshotFeed implements SplitFeed {
    private final ReadSettings settings;
    private final SplitPlanner planner;

    SnapshotFeed(ReadSettings settings, SplitPlanner planner) {
        this.settings = settings;
        this.planner = planner;
    }

    @Override
    public Look look(ReadProgress reached) throws IOException {
        try (FileStore store = settings.location().open()) {
            if (settings.plain()) {
                ScanSource found = PlainFolder.open(store, settings.plainOptions()).source();
                List<TsFileSplit> splits = planner.plan(found, 0);
                return new Look(ReadProgress.Phase.DONE, null, 0, splits, false, 0);
            }
            Snapshot snapshot = snapshot(Table.open(store), settings.range());
            List<TsFileSplit> splits = planner.plan(ScanSource.of(store, snapshot), snapshot.number());
            return new Look(
                    ReadProgress.Phase.DONE,
                    snapshot.metadata().id(),
                    snapshot.number() + 1,
                    splits,
                    false,
                    snapshot.number());
        } catch (IOException e) {
            throw new TsFileConnectorException(
                    "Cannot find out what to read in " + settings.location().uri() + ": " + e.getMessage(), e);
        }
    }

    private static Snapshot snapshot(Table table, ReadRange range) throws IOException {
        if (range.commit() != null) {
            return table.snapshot(range.commit());
        }
        return range.atMillis() != null ? table.snapshotAt(range.atMillis()) : table.snapshot();
    }

    @Override
    public void close() {
        // Each look opens the store for itself: there is one.
    }
}
