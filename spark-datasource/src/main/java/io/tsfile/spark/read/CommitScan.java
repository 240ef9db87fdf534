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
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.RowSelection;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.spark.stream.CommitReader;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * A scan whose files are yet to come.
 *
 * @param plan what is asked of their rows
 * @param layout the batches' columns
 */
record CommitScan(ReadPlan plan, BatchLayout layout) implements CommitReader {
    @Override
    public StoreLocation location() {
        return plan.source().location();
    }

    @Override
    public TableSchema schema() {
        return plan.schema();
    }

    @Override
    public InputPartition[] partitions(List<LiveFile> files) {
        List<LiveFile> oldestFirst = files.stream()
                .sorted(Comparator.comparing(LiveFile::file, DataFile.BY_VERSION))
                .toList();
        return plan.of(new ScanSource(location(), schema(), oldestFirst)).tasks(layout.fields()).stream()
                .map(SectionPartition::new)
                .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory factory() {
        return new SectionReaderFactory(layout, RowSelection.ALL, 0, false);
    }
}
