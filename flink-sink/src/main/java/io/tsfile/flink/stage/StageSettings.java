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
package io.tsfile.flink.stage;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.TableMetadata;
import java.io.Serializable;

/**
 * What all stages of a sink are told.
 *
 * @param location the table's folder
 * @param table the table that was found or made there
 * @param aligned whether the columns of a device share their times
 * @param limits what one subtask may take
 * @param flush how files are cut and encoded; used within the limits
 * @param rules what becomes of rows that delete, have nulls, or cannot be written
 */
public record StageSettings(
        StoreLocation location,
        TableMetadata table,
        boolean aligned,
        StageLimits limits,
        FlushOptions flush,
        RowRules rules)
        implements Serializable {
    /** Brings the options within the limits. */
    public StageSettings {
        flush = new StageMemory(limits.memoryBytes()).bound(flush);
    }

    /** Settings with the usual rules. */
    public StageSettings(
            StoreLocation location, TableMetadata table, boolean aligned, StageLimits limits, FlushOptions flush) {
        this(location, table, aligned, limits, flush, RowRules.DEFAULT);
    }

    /** How the stages share the memory. */
    StageMemory memory() {
        return new StageMemory(limits.memoryBytes());
    }
}
