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
package io.tsfile.spark.read;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.RowSelection;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.core.scan.ValueCondition;
import io.tsfile.spark.pushdown.CertainRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the files of one moment, whatever columns or aggregates of it are wanted. Equal ones have equal answers.
 *
 * @param table what Spark calls it
 * @param version which moment, for people
 * @param source the files
 * @param times how times are shown
 * @param range the stored times to read, or nothing if no row can be in the answer
 * @param devices what is asked of devices
 * @param selection which of the rows matter
 * @param limit how many rows are enough, whichever they are; 0 if all are wanted
 * @param targetBytes of files that one task reads, where it can be cut so
 */
record ReadPlan(
        String table,
        String version,
        ScanSource source,
        TimeDisplay times,
        Optional<TimeRange> range,
        TagPredicate devices,
        RowSelection selection,
        int limit,
        long targetBytes) {
    private static final TagPredicate ALL_DEVICES = TagPredicate.all(List.of());

    TableSchema schema() {
        return source.schema();
    }

    /** The tasks whose rows together are the answer, or as many as are enough. */
    List<ScanTask> tasks(List<String> fields) {
        if (range.isEmpty()) {
            return List.of();
        }
        DeviceFilter filter = devices.equals(ALL_DEVICES) ? DeviceFilter.ALL : devices.filter(schema());
        TimeRange read = range.get();
        // Rows of the log are counted where each of them is one of Spark's.
        boolean counted = devices.equals(ALL_DEVICES) && schema().model() == TableModel.TABLE;
        if (counted && selection.end() != RowSelection.End.NONE) {
            read = CertainRows.ofEnd(source.files(), read, selection.end(), selection.rows());
        }
        List<ScanTask> tasks = ScanPlanner.plan(source, new ScanRequest(fields, read, filter, targetBytes));
        return counted && limit > 0 ? CertainRows.first(tasks, limit) : tasks;
    }

    /** The plan for other files of the table. */
    ReadPlan of(ScanSource files) {
        return new ReadPlan(table, version, files, times, range, devices, RowSelection.ALL, 0, targetBytes);
    }

    /** The plan with one more condition on devices. */
    ReadPlan with(TagPredicate more) {
        return new ReadPlan(
                table,
                version,
                source,
                times,
                range,
                TagPredicate.all(List.of(devices, more)),
                selection,
                limit,
                targetBytes);
    }

    /**
     * What people read in a query's plan.
     *
     * @param wanted columns or aggregates
     */
    String describe(String wanted, List<ScanTask> tasks) {
        Map<String, DataFile> files = files(tasks);
        long bytes = files.values().stream().mapToLong(DataFile::length).sum();
        return "tsfile " + table + " (" + version + ") " + wanted
                + ", times: " + range.map(ReadPlan::describe).orElse("none")
                + ", devices: " + (devices.equals(ALL_DEVICES) ? "all" : "[" + devices.describe(schema()) + "]")
                + describeSelection()
                + ", files: " + files.size() + ", bytes: " + bytes + ", tasks: " + tasks.size();
    }

    private String describeSelection() {
        String values = selection.conditions().isEmpty()
                ? ""
                : selection.conditions().stream()
                        .map(ValueCondition::describe)
                        .collect(Collectors.joining(", ", ", values: [", "]"));
        return switch (selection.end()) {
            case NONE -> values + (limit > 0 ? ", limit: " + limit : "");
            case FIRST -> values + ", first rows: " + selection.rows();
            case LAST -> values + ", last rows: " + selection.rows();
        };
    }

    /** The files of tasks, each once: a file may serve several. */
    static Map<String, DataFile> files(List<ScanTask> tasks) {
        Map<String, DataFile> files = new HashMap<>();
        tasks.forEach(task -> task.files().forEach(file -> files.put(file.file().path(), file.file())));
        return files;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReadPlan that
                && version.equals(that.version)
                && source.equals(that.source)
                && times.equals(that.times)
                && range.equals(that.range)
                && devices.equals(that.devices)
                && selection.equals(that.selection)
                && limit == that.limit;
    }

    @Override
    public int hashCode() {
        // Without the files, which may be many.
        return Objects.hash(source.location(), version, range, devices, selection, limit);
    }

    private static String describe(TimeRange range) {
        return range.equals(TimeRange.ALL)
                ? "all"
                : "[" + (range.start() == Long.MIN_VALUE ? "" : range.start()) + ".."
                        + (range.end() == Long.MAX_VALUE ? "" : range.end()) + "]";
    }
}
