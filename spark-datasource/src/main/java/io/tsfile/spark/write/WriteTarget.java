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

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.TableMetadata;
import java.io.Serializable;
import org.apache.spark.sql.types.StructType;

/**
 * What tasks need to know. Travels to the executors.
 *
 * @param location the table's folder
 * @param metadata what the table is
 * @param rows the rows' columns; none where rows are only deleted
 * @param duplicates what becomes of different rows of one key
 * @param aligned whether devices of the tree model are
 * @param flush how files are cut and encoded
 */
record WriteTarget(
        StoreLocation location,
        TableMetadata metadata,
        StructType rows,
        Duplicates duplicates,
        boolean aligned,
        FlushOptions flush)
        implements Serializable {
    private static final int PAGE_ROWS = 10_000;
    private static final int CHUNK_ROWS = 100_000;
    /** Rows come device by device, each with all its time partitions: files that are given up are many small ones. */
    private static final int OPEN_FILES = 128;

    static WriteTarget of(StoreLocation location, TableMetadata metadata, StructType rows, WriteOptions options) {
        FlushOptions flush =
                new FlushOptions(PAGE_ROWS, CHUNK_ROWS, options.targetFileBytes(), OPEN_FILES, EncodingOptions.DEFAULT);
        return new WriteTarget(
                location,
                metadata,
                rows,
                options.duplicates(),
                options.aligned(),
                flush.forTable(metadata.schema(), metadata.options()));
    }
}
