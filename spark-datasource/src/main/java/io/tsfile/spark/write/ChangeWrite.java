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

import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWrite;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;
import org.apache.spark.sql.types.StructType;

/**
 * Changes on their way to a table. Rows that are written come as those of an append do; deletions alone come as they are read. Lives
 * on the driver.
 */
final class ChangeWrite implements DeltaWrite, RequiresDistributionAndOrdering {
    private final WriteTarget target;
    private final StructType ids;
    private final Effect.Change change;

    ChangeWrite(WriteTarget target, StructType ids, Effect.Change change) {
        this.target = target;
        this.ids = ids;
        this.change = change;
    }

    @Override
    public String description() {
        return change.operation() + " of " + target.location().uri();
    }

    @Override
    public Distribution requiredDistribution() {
        return target.rows().isEmpty() ? Distributions.unspecified() : order().distribution();
    }

    @Override
    public SortOrder[] requiredOrdering() {
        return target.rows().isEmpty() ? new SortOrder[0] : order().ordering();
    }

    @Override
    public long advisoryPartitionSizeInBytes() {
        return target.rows().isEmpty() ? 0 : order().taskBytes();
    }

    @Override
    public DeltaBatchWrite toBatch() {
        return new ChangeBatchWrite(target, ids, change);
    }

    private KeyOrder order() {
        // The rows come of a catalog's table.
        return KeyOrder.of(target, KeyOrder.Range.PARTITIONS);
    }
}
