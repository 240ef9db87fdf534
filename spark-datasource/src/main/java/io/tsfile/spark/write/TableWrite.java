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

import java.util.UUID;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/** Rows on their way to a table. Lives on the driver. */
final class TableWrite implements RequiresDistributionAndOrdering {
    private final WriteTarget target;
    private final Effect effect;
    private final String query;
    private final KeyOrder order;

    TableWrite(WriteTarget target, Effect effect, String query, KeyOrder.Range range) {
        this.target = target;
        this.effect = effect;
        this.query = query;
        this.order = KeyOrder.of(target, range);
    }

    @Override
    public String description() {
        return effect.operation() + " to " + target.location().uri();
    }

    @Override
    public Distribution requiredDistribution() {
        return order.distribution();
    }

    @Override
    public SortOrder[] requiredOrdering() {
        return order.ordering();
    }

    @Override
    public long advisoryPartitionSizeInBytes() {
        return order.taskBytes();
    }

    @Override
    public BatchWrite toBatch() {
        return new TableBatchWrite(target, effect);
    }

    @Override
    public StreamingWrite toStreaming() {
        return new TableStreamingWrite(target, effect, UUID.fromString(query));
    }
}
