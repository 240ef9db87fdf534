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

import java.util.function.Consumer;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Builds the scan of the rows that a command looks at, and tells what it asks for. */
final class ChangeScanBuilder implements SupportsPushDownV2Filters, SupportsPushDownRequiredColumns {
    private final ScanBuilder scan;
    private final Consumer<Predicate[]> asked;

    /**
     * @param asked takes the conditions that all rows of the scan meet, as far as they can be told
     */
    ChangeScanBuilder(ScanBuilder scan, Consumer<Predicate[]> asked) {
        this.scan = scan;
        this.asked = asked;
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        if (!(scan instanceof SupportsPushDownV2Filters filters)) {
            return predicates;
        }
        Predicate[] left = filters.pushPredicates(predicates);
        asked.accept(filters.pushedPredicates());
        return left;
    }

    @Override
    public Predicate[] pushedPredicates() {
        return scan instanceof SupportsPushDownV2Filters filters ? filters.pushedPredicates() : new Predicate[0];
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        if (scan instanceof SupportsPushDownRequiredColumns columns) {
            columns.pruneColumns(requiredSchema);
        }
    }

    @Override
    public Scan build() {
        return new ChangeScan(scan.build());
    }
}
