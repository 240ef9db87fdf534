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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.scan.ScanTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A planned read of the narrow form. Immutable; lives on the driver. */
final class NarrowScan implements SupportsReportStatistics, Batch {
    private final String table;
    private final TableSource.Files source;
    private final NarrowForm form;
    private final String conditions;
    private final List<ScanTask> tasks;
    private final Map<String, DataFile> files = new HashMap<>();

    /**
     * A read.
     *
     * @param conditions what is read, for people; equal only where the same is read
     */
    NarrowScan(String table, TableSource.Files source, NarrowForm form, String conditions, List<ScanTask> tasks) {
        this.table = table;
        this.source = source;
        this.form = form;
        this.conditions = conditions;
        this.tasks = tasks;
        tasks.forEach(task -> task.files().forEach(file -> files.put(file.file().path(), file.file())));
    }

    @Override
    public StructType readSchema() {
        return form.shown();
    }

    @Override
    public String description() {
        return "tsfile " + table + " (" + source.version() + ") narrow, " + conditions + ", files: " + files.size()
                + ", tasks: " + tasks.size();
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
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
        throw new TsFileConnectorException("Cannot stream " + table + " in narrow form: only batches have it");
    }

    @Override
    public InputPartition[] planInputPartitions() {
        return tasks.stream().map(SectionPartition::new).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new NarrowReaderFactory(form);
    }

    /** Values are an upper bound: what is stored twice, and what lies outside of the pushed conditions, is counted. */
    @Override
    public Statistics estimateStatistics() {
        long points = files.values().stream().mapToLong(DataFile::points).sum();
        long bytes = Math.max(1, points * Math.max(8, readSchema().defaultSize()));
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(bytes);
            }

            @Override
            public OptionalLong numRows() {
                return OptionalLong.of(points);
            }
        };
    }

    /** Equal scans read the same: Spark then runs one of them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NarrowScan that
                && table.equals(that.table)
                && source.version().equals(that.source.version())
                && form.equals(that.form)
                && tasks.equals(that.tasks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(table, source.version(), form.shown(), conditions);
    }
}
