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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.spark.read.KeyFilter;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.write.SupportsOverwriteV2;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.internal.connector.SupportsStreamingUpdateAsAppend;

/**
 * Learns what a write does. Rows that come again replace older ones, so that a stream's updates are appends; Spark has no public name
 * for that.
 */
final class TableWriteBuilder implements SupportsTruncate, SupportsOverwriteV2, SupportsStreamingUpdateAsAppend {
    private final WriteTarget target;
    private final String query;
    private final KeyOrder.Range range;
    private final Function<Predicate[], KeyFilter> keys;
    private Effect effect = new Effect.Append("spark append");

    /**
     * @param query Spark's id of it
     * @param range what tasks get
     * @param keys what conditions say of keys
     */
    TableWriteBuilder(WriteTarget target, String query, KeyOrder.Range range, Function<Predicate[], KeyFilter> keys) {
        this.target = target;
        this.query = query;
        this.range = range;
        this.keys = keys;
    }

    @Override
    public WriteBuilder truncate() {
        effect = new Effect.Overwrite(keys.apply(new Predicate[0]));
        return this;
    }

    /** What cannot be overwritten is refused with a reason; of a no, Spark only says that there was one. */
    @Override
    public boolean canOverwrite(Predicate[] predicates) {
        return true;
    }

    @Override
    public WriteBuilder overwrite(Predicate[] predicates) {
        KeyFilter replaced = keys.apply(predicates);
        if (!replaced.exact()) {
            throw new TsFileConnectorException("Cannot overwrite rows of "
                    + target.location().uri() + " where " + Arrays.toString(predicates)
                    + ": only ranges of the time, and equality, IN and IS NULL of tags can be overwritten; DELETE the"
                    + " others first");
        }
        effect = new Effect.Overwrite(replaced);
        return this;
    }

    @Override
    public Write build() {
        return new TableWrite(target, effect, query, range);
    }
}
