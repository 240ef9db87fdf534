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
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.CommitResult;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from a table in one commit: tombstones hide what is deleted, and files that lie wholly inside are removed. It is
 * blind: it deletes what is committed before it, and conflicts with no append; values are never read.
 */
public final class Delete {
    private static final Logger LOG = LoggerFactory.getLogger(Delete.class);
    private static final String OPERATION = "delete";

    /** Of a tombstone at most: readers of a few devices then skip most of them. */
    private static final int DEVICES_OF_TOMBSTONE = 100;

    private final Table table;
    private final List<String> measurements;
    private final TimeSet times;
    private final Replacement replacement;

    /**
     * What comes in place of what is deleted, in the same commit: it hides nothing of it.
     *
     * @param id of the commit
     * @param operation why, for people
     * @param files complete files, as for an append
     */
    public record Replacement(CommitId id, String operation, List<DataFile> files) {
        /** Copies the list. */
        public Replacement {
            files = List.copyOf(files);
        }

        static Replacement none() {
            return new Replacement(CommitId.unique(), OPERATION, List.of());
        }

        /** The files above what is deleted. */
        private List<DataFile> above() {
            return files.stream()
                    .map(file -> file.withOrder(file.version().order() + 1))
                    .toList();
        }
    }

    private Delete(Table table, List<String> measurements, TimeSet times, Replacement replacement) {
        this.table = table;
        this.measurements = measurements;
        this.times = times;
        this.replacement = replacement;
    }

    /**
     * Deletes from devices that are known without a look at the table: from all, from those below a path, or from a list.
     *
     * @return what was committed; nothing if the table shows nothing of it
     * @throws TsFileConnectorException if one of the measurements is no field of the table
     * @throws io.tsfile.core.table.CommitStateUnknownException if nobody can tell whether it is done; doing it again is right
     */
    public static Optional<CommitResult> from(Table table, Deletion deletion) throws IOException {
        return replace(table, deletion, Replacement.none());
    }

    /**
     * As {@link #from}, and puts files in place of what it deletes; doing it again under the same id does it once.
     *
     * @return what was committed; nothing if there is nothing to delete and no file
     */
    public static Optional<CommitResult> replace(Table table, Deletion deletion, Replacement replacement)
            throws IOException {
        return new Delete(table, deletion.measurements(), deletion.times(), replacement)
                .commit(deletion.devices(), null);
    }

    /**
     * Deletes from the devices of the newest snapshot that the filter matches: reads the names of devices in every file that
     * may have one. A device that a later commit is the first to bring stays.
     *
     * @param measurements of which measurements; none for whole rows
     * @return what was committed; nothing if no device matches, or nothing of those that do is left
     * @throws TsFileConnectorException as {@link #from}
     * @throws io.tsfile.core.table.CommitStateUnknownException as {@link #from}
     */
    public static Optional<CommitResult> where(
            Table table, DeviceFilter devices, List<String> measurements, TimeRange times) throws IOException {
        return replaceWhere(table, devices, measurements, times, Replacement.none());
    }

    /**
     * As {@link #where}, and puts files in place of what it deletes; doing it again under the same id does it once.
     *
     * @return what was committed; nothing if there is nothing to delete and no file
     */
    public static Optional<CommitResult> replaceWhere(
            Table table, DeviceFilter devices, List<String> measurements, TimeRange times, Replacement replacement)
            throws IOException {
        Delete delete = new Delete(table, measurements, TimeSet.of(times), replacement);
        Optional<DeviceScope.Exactly> exactly = devices.exactly();
        return exactly.isPresent() ? delete.commit(exactly.get(), null) : delete.commit(DeviceScope.ALL, devices);
    }

    /** What a look at the files says. */
    private record Found(List<String> removes, List<DeviceScope> scopes) {}

    private Optional<CommitResult> commit(DeviceScope scope, @Nullable DeviceFilter filter) throws IOException {
        return Retry.onConflict(table, replacement.id, replacement.operation, snapshot -> {
            checkMeasurements(snapshot.metadata().schema());
            List<LiveFile> files = snapshot.liveFiles(table.store(), times.hull()).stream()
                    .filter(file -> mayShow(file, scope))
                    .toList();
            Found found = filter == null ? covered(files, scope) : matching(snapshot, files, filter);
            if (found.scopes.isEmpty() && found.removes.isEmpty() && replacement.files.isEmpty()) {
                return Optional.empty();
            }
            LOG.info(
                    "Deleting from {}: {} of {} files go, the others are masked",
                    table.store().location().uri(),
                    found.removes.size(),
                    files.size());
            return Optional.of(commit -> commit.add(replacement.above())
                    .remove(found.removes)
                    .delete(found.scopes.stream()
                            .map(devices -> Tombstone.open(0, new Deletion(devices, measurements, times)))
                            .toList()));
        });
    }

    /** Whether something that is to be deleted may be seen of the file. */
    private boolean mayShow(LiveFile file, DeviceScope scope) {
        boolean meets = file.rectangle()
                .filter(seen -> times.overlaps(seen.times()) && scope.mayMeet(seen.devices()))
                .isPresent();
        if (!meets) {
            return false;
        }
        List<Deletion> before = deletionsOfAll(file);
        return scope instanceof DeviceScope.Exactly exactly
                ? !exactly.within(file.devices()).stream().allMatch(device -> isGone(device, before))
                : before.stream().noneMatch(deletion -> deletion.devices().equals(scope));
    }

    /** The deletions of the file that also hide all that is to be deleted of it, of their devices. */
    private List<Deletion> deletionsOfAll(LiveFile live) {
        TimeRange ofFile = live.file().times();
        TimeSet within = times.common(TimeSet.of(ofFile));
        return live.deletions().stream()
                .filter(deletion -> within.ranges().stream().allMatch(deletion.times()::covers)
                        && (deletion.ofRows()
                                || (!measurements.isEmpty()
                                        && deletion.measurements().containsAll(measurements))))
                .toList();
    }

    private static boolean isGone(IDeviceID device, List<Deletion> before) {
        return before.stream().anyMatch(deletion -> deletion.devices().contains(device));
    }

    private Found covered(List<LiveFile> files, DeviceScope scope) {
        List<String> removes = files.stream()
                .map(LiveFile::file)
                .filter(file -> isInside(file) && scope.covers(file.devices()))
                .map(DataFile::path)
                .toList();
        // Also where all files go: the tombstone hides what is committed while they are looked at.
        return new Found(removes, files.isEmpty() ? List.of() : parts(scope));
    }

    private Found matching(Snapshot snapshot, List<LiveFile> files, DeviceFilter filter) throws IOException {
        String name = snapshot.metadata().schema().model() == TableModel.TABLE
                ? snapshot.metadata().schema().name()
                : null;
        TreeSet<IDeviceID> matched = new TreeSet<>();
        List<String> removes = new ArrayList<>();
        for (LiveFile live : files) {
            if (filter.mayMatch(live.devices())) {
                boolean all = true;
                List<Deletion> before = deletionsOfAll(live);
                try (OpenTsFile file =
                        OpenTsFile.open(table.store(), live.file().path())) {
                    DeviceCursor cursor = file.devices(name);
                    for (IDeviceID device = cursor.current(); device != null; device = cursor.current()) {
                        boolean matches = filter.matches(device);
                        all &= matches;
                        if (matches && !isGone(device, before)) {
                            matched.add(device);
                        }
                        cursor.advance();
                    }
                }
                if (all && isInside(live.file())) {
                    removes.add(live.file().path());
                }
            }
        }
        return new Found(removes, matched.isEmpty() ? List.of() : parts(DeviceScope.of(matched)));
    }

    /** Whether nothing of the file would stay but what the devices decide. */
    private boolean isInside(DataFile file) {
        return measurements.isEmpty() && times.covers(file.times());
    }

    private static List<DeviceScope> parts(DeviceScope scope) {
        if (!(scope instanceof DeviceScope.Exactly exactly)) {
            return List.of(scope);
        }
        List<IDeviceID> devices = exactly.devices();
        List<DeviceScope> parts = new ArrayList<>();
        for (int from = 0; from < devices.size(); from += DEVICES_OF_TOMBSTONE) {
            parts.add(DeviceScope.of(devices.subList(from, Math.min(devices.size(), from + DEVICES_OF_TOMBSTONE))));
        }
        return parts;
    }

    private void checkMeasurements(TableSchema schema) {
        Set<String> fields = schema.fields().stream().map(Column::name).collect(Collectors.toSet());
        for (String measurement : measurements) {
            if (!fields.contains(measurement)) {
                throw new TsFileConnectorException("Cannot delete measurement '" + measurement + "' from "
                        + table.store().location().uri() + ": table '" + schema.name()
                        + "' has no such field. Its fields are "
                        + new TreeSet<>(fields));
            }
        }
    }
}
