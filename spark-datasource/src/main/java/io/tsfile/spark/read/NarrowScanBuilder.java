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

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.TagPredicate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Gathers what a query needs of the narrow form: measurements that are named, besides times and devices. Lives on the driver; not
 * thread-safe.
 */
final class NarrowScanBuilder implements SupportsPushDownV2Filters, SupportsPushDownRequiredColumns {
    private final String table;
    private final NarrowForm form;
    private final TableSource.Files files;
    private final FilterPushdown filters;
    private final List<Predicate> pushed = new ArrayList<>();
    private final List<String> measurements = new ArrayList<>();
    private StructType required;

    NarrowScanBuilder(String table, NarrowForm form, Relation relation) {
        this.table = table;
        this.form = form;
        this.files = relation.source().files();
        // Without measurements, which no condition can name here: a column 'value' is none of them.
        TableSchema keys = new TableSchema(
                form.schema().model(),
                form.schema().name(),
                NarrowForm.TIME,
                form.schema().precision(),
                List.of());
        this.filters = new FilterPushdown(keys, form.times(), relation.devices());
        form.schema().fields().stream().map(Column::name).forEach(measurements::add);
        this.required = form.shown();
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        List<Predicate> left = new ArrayList<>();
        for (Predicate predicate : predicates) {
            (pushMeasurements(predicate) || filters.push(predicate) ? pushed : left).add(predicate);
        }
        return left.toArray(Predicate[]::new);
    }

    @Override
    public Predicate[] pushedPredicates() {
        return pushed.toArray(Predicate[]::new);
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        this.required = requiredSchema;
    }

    @Override
    public Scan build() {
        TagPredicate devices = filters.devices();
        List<ScanTask> tasks = measurements.isEmpty()
                ? List.of()
                : filters.range()
                        .map(range -> ScanPlanner.plan(
                                files.source(),
                                new ScanRequest(
                                        measurements,
                                        range,
                                        devices.filter(form.schema()),
                                        TsFileScanBuilder.targetBytes(files.source()))))
                        .orElse(List.of());
        String conditions = "measurements: " + measurements + ", devices: " + devices.describe(form.schema())
                + ", times: " + filters.range();
        return new NarrowScan(
                table, files, new NarrowForm(form.schema(), form.times(), form.type(), required), conditions, tasks);
    }

    /** Takes over {@code measurement = 'a'} and {@code measurement IN ('a', 'b')}. */
    private boolean pushMeasurements(Predicate predicate) {
        Expression[] children = predicate.children();
        boolean chooses = predicate.name().equals("=") || predicate.name().equals("IN");
        if (!chooses
                || !(children[0] instanceof NamedReference column)
                || column.fieldNames().length != 1
                || !column.fieldNames()[0].equals(NarrowForm.MEASUREMENT)) {
            return false;
        }
        Set<String> names = new HashSet<>();
        for (int i = 1; i < children.length; i++) {
            if (!(children[i] instanceof Literal<?> literal)
                    || !literal.dataType().equals(DataTypes.StringType)) {
                return false;
            }
            if (literal.value() != null) {
                names.add(literal.value().toString());
            }
        }
        measurements.retainAll(names);
        return true;
    }
}
