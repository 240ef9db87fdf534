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
package io.tsfile.spark.stream;

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Reads files of commits as a scan reads those of a snapshot. */
public interface CommitReader {
    /** The table's folder. */
    StoreLocation location();

    /** The table's columns, as the query knows them. */
    TableSchema schema();

    /** The partitions that read these files together, merged. */
    InputPartition[] partitions(List<LiveFile> files);

    /** What reads a partition. */
    PartitionReaderFactory factory();
}
