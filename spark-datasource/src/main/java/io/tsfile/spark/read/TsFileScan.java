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

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.TagPredicate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A planned read: the tasks of one moment's files, each a partition of Spark's. Immutable; lives on the driver. */
final class TsFileScan implements SupportsReportStatistics, Batch {
    private static final TagPredicate ALL_DEVICES = TagPredicate.all(List.of());

    private final String table;
    private final StoreLocation location;
    private final String version;
    private final BatchLayout layout;
    private final Optional<TimeRange> times;
    private final TagPredicate devices;
    private final List<ScanTask> tasks;
    private final Map<String, DataFile> files = new HashMap<>();

    TsFileScan(
            String table,
            StoreLocation location,
            String version,
            BatchLayout layout,
            Optional<TimeRange> times,
            TagPredicate devices,
            List<ScanTask> tasks) {
        this.table = table;
        this.location = location;
        this.version = version;
        this.layout = layout;
        this.times = times;
        this.devices = devices;
        this.tasks = tasks;
        // A file may serve several tasks.
        tasks.forEach(task -> task.files().forEach(file -> files.put(file.file().path(), file.file())));
    }

    @Override
    public StructType readSchema() {
        return layout.shown();
    }

    @Override
    public String description() {
        return "tsfile " + table + " (" + version
                + ") columns: [" + String.join(", ", layout.shown().fieldNames())
                + "], times: " + times.map(TsFileScan::describe).orElse("none")
                + ", devices: " + (devices.equals(ALL_DEVICES) ? "all" : "[" + devices.describe(layout.schema()) + "]")
                + ", files: " + files.size() + ", bytes: " + bytes() + ", tasks: " + tasks.size();
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.SUPPORTED;
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        return tasks.stream().map(SectionPartition::new).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new SectionReaderFactory(layout);
    }

    /** Rows are an upper bound: what is stored twice, and what lies outside of the pushed conditions, is counted. */
    @Override
    public Statistics estimateStatistics() {
        long rows = files.values().stream().mapToLong(DataFile::rows).sum();
        long bytes = Math.max(1, rows * Math.max(8, readSchema().defaultSize()));
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(bytes);
            }

            @Override
            public OptionalLong numRows() {
                return OptionalLong.of(rows);
            }
        };
    }

    /** Equal scans read the same: Spark then runs one of them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TsFileScan that
                && location.equals(that.location)
                && version.equals(that.version)
                && layout.equals(that.layout)
                && times.equals(that.times)
                && devices.equals(that.devices)
                && files.equals(that.files);
    }

    @Override
    public int hashCode() {
        return Objects.hash(location, version, layout.shown(), times, devices);
    }

    private long bytes() {
        return files.values().stream().mapToLong(DataFile::length).sum();
    }

    private static String describe(TimeRange range) {
        return range.equals(TimeRange.ALL)
                ? "all"
                : "[" + (range.start() == Long.MIN_VALUE ? "" : range.start()) + ".."
                        + (range.end() == Long.MAX_VALUE ? "" : range.end()) + "]";
    }
}
