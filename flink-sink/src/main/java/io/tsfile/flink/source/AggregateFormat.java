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
package io.tsfile.flink.source;

import io.tsfile.core.aggregate.Aggregate;
import io.tsfile.core.aggregate.AggregateFunction;
import io.tsfile.core.aggregate.AggregateRequest;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.RowKey;
import io.tsfile.core.scan.ScanTask;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates in place of rows: what Flink's local aggregation would make of these, and its global one puts together. Only for
 * batch jobs: a read that was interrupted starts again.
 *
 * @param groups the columns that form groups, by the table's names
 * @param results the aggregates
 * @param type of the groups' columns, then of the results
 */
public record AggregateFormat(ArrayList<String> groups, ArrayList<Result> results, RowType type)
        implements ReadFormat<RowData> {
    /**
     * An aggregate, as Flink wants it.
     *
     * @param zeroForNone whether the sum of no value is 0, and not null
     */
    public record Result(Aggregate aggregate, boolean zeroForNone) implements Serializable {}

    /** What is asked of the table. */
    public AggregateRequest request() {
        return AggregateRequest.of(results.stream().map(Result::aggregate).toList(), groups);
    }

    @Override
    public ReadColumns columns() {
        Stream<String> fields =
                results.stream().map(result -> result.aggregate().column()).filter(Objects::nonNull);
        return new ReadColumns(
                new ArrayList<>(Stream.concat(groups.stream(), fields).distinct().toList()));
    }

    @Override
    public TypeInformation<RowData> producedType() {
        return InternalTypeInfo.of(type);
    }

    @Override
    public Rows<RowData> rows(TableSchema schema) {
        List<TSDataType> types = types(schema);
        for (int i = 0; i < types.size(); i++) {
            ShownType.check(type.getFieldNames().get(i), type.getTypeAt(i), types.get(i));
        }
        return new Rows<>() {
            private BatchColumn[] shown = {};

            @Override
            public void bind(ReadBatch batch) {
                shown = new BatchColumn[types.size()];
                for (int i = 0; i < shown.length; i++) {
                    shown[i] = BatchColumns.of(
                            type.getFieldNames().get(i), batch.fields()[i], type.getTypeAt(i), schema.precision());
                }
            }

            @Override
            public RowData get(int row) {
                return new BatchRow(shown, row);
            }
        };
    }

    @Override
    public SectionBatches open(FileStore store, ScanTask task, @Nullable RowKey last, int batchRows)
            throws IOException {
        if (last != null) {
            throw new IllegalStateException("Cannot go on with aggregates that were interrupted");
        }
        return new GroupBatches(store, task, this, batchRows);
    }

    /** The types of the columns before they are shown. */
    List<TSDataType> types(TableSchema schema) {
        List<TSDataType> types = new ArrayList<>();
        groups.forEach(group -> types.add(TSDataType.STRING));
        for (Result result : results) {
            types.add(type(result.aggregate(), type.getTypeAt(types.size()), schema));
        }
        return types;
    }

    private static TSDataType type(Aggregate aggregate, LogicalType shown, TableSchema schema) {
        String column = aggregate.column();
        if (aggregate.function() == AggregateFunction.COUNT) {
            return TSDataType.INT64;
        }
        if (aggregate.function() == AggregateFunction.MIN || aggregate.function() == AggregateFunction.MAX) {
            return column == null ? TSDataType.TIMESTAMP : schema.fieldType(column);
        }
        return switch (shown.getTypeRoot()) {
            case INTEGER -> TSDataType.INT32;
            case BIGINT -> TSDataType.INT64;
            default -> TSDataType.DOUBLE;
        };
    }
}
