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

import io.tsfile.core.model.TableSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * Flink's internal rows, which are views of a batch.
 *
 * @param columns by their names in the table
 * @param type the types to show them in
 */
public record RowDataReadFormat(ReadColumns columns, RowType type) implements ReadFormat<RowData> {
    @Override
    public TypeInformation<RowData> producedType() {
        return InternalTypeInfo.of(type);
    }

    @Override
    public Rows<RowData> rows(TableSchema schema) {
        BatchLayout layout = new BatchLayout(columns, type.getChildren(), schema);
        return new Rows<>() {
            private BatchColumn[] shown = {};

            @Override
            public void bind(ReadBatch batch) {
                shown = layout.show(batch);
            }

            @Override
            public RowData get(int row) {
                return new BatchRow(shown, row);
            }
        };
    }
}
