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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * An empty relation that only learns what Spark makes of a condition: parsed, resolved, simplified, and cut into parts as it comes to any
 * scan. Spark finds it by its name; it is for nothing else.
 */
public final class ConditionProbe implements TableProvider {
    private static final String ASKED = "asked";
    private static final Map<String, Heard> HEARD = new ConcurrentHashMap<>();

    /** Called by Spark. */
    public ConditionProbe() {}

    /** What Spark asked of the relation. */
    private static final class Heard {
        private final List<Predicate> parts = new ArrayList<>();
        private boolean scanned;
    }

    /**
     * The parts of a condition, all of which must be true; nothing if Spark knows that it is true of no row.
     *
     * @param schema the columns that it may name
     * @throws TsFileConnectorException if Spark would evaluate a part of it itself, so that no scan hears of it
     */
    static Optional<List<Predicate>> parts(StructType schema, String where) {
        String asked = UUID.randomUUID().toString();
        Heard heard = new Heard();
        HEARD.put(asked, heard);
        try {
            Dataset<Row> rows = SparkSession.active()
                    .read()
                    .schema(schema)
                    .format(ConditionProbe.class.getName())
                    .option(ASKED, asked)
                    .load()
                    .where(where);
            // Only plans it.
            LogicalPlan plan = rows.queryExecution().optimizedPlan();
            if (!heard.scanned) {
                return Optional.empty();
            }
            while (plan instanceof Project) {
                plan = plan.children().head();
            }
            if (!(plan instanceof DataSourceV2ScanRelation)) {
                throw new TsFileConnectorException("Cannot use the condition " + where
                        + ": a part of it is evaluated row by row (" + plan.simpleStringWithNodeId() + ")");
            }
            return Optional.of(List.copyOf(heard.parts));
        } finally {
            HEARD.remove(asked);
        }
    }

    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return new StructType();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new Probe(schema, HEARD.getOrDefault(properties.getOrDefault(ASKED, ""), new Heard()));
    }

    private record Probe(StructType type, Heard heard) implements SupportsRead {
        @Override
        public String name() {
            return "condition";
        }

        /** As {@link #columns}. Spark 4.0 has no default for it. */
        @SuppressWarnings("deprecation")
        @Override
        public StructType schema() {
            return type;
        }

        @Override
        public Column[] columns() {
            return Arrays.stream(type.fields())
                    .map(field -> Column.create(field.name(), field.dataType(), field.nullable()))
                    .toArray(Column[]::new);
        }

        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.BATCH_READ);
        }

        @Override
        public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
            heard.scanned = true;
            return new Builder(type, heard.parts);
        }
    }

    private record Builder(StructType schema, List<Predicate> heard) implements SupportsPushDownV2Filters {
        @Override
        public Predicate[] pushPredicates(Predicate[] predicates) {
            heard.addAll(List.of(predicates));
            return new Predicate[0];
        }

        @Override
        public Predicate[] pushedPredicates() {
            return heard.toArray(Predicate[]::new);
        }

        @Override
        public Scan build() {
            return new Empty(schema);
        }
    }

    private record Empty(StructType readSchema) implements LocalScan {
        @Override
        public InternalRow[] rows() {
            return new InternalRow[0];
        }
    }
}
