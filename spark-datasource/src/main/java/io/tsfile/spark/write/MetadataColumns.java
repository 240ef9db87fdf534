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

import io.tsfile.spark.read.DeviceKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Columns that are shown where they are asked for by name. */
final class MetadataColumns {
    private MetadataColumns() {}

    static MetadataColumn[] of(SupportsRead table) {
        List<MetadataColumn> columns = new ArrayList<>();
        columns.add(new Key());
        if (table instanceof SupportsMetadataColumns others) {
            columns.addAll(List.of(others.metadataColumns()));
        }
        return columns.toArray(new MetadataColumn[0]);
    }

    /** The device, as one value that is never null. */
    private record Key() implements MetadataColumn {
        @Override
        public String name() {
            return DeviceKey.COLUMN;
        }

        @Override
        public DataType dataType() {
            return DataTypes.StringType;
        }

        @Override
        public boolean isNullable() {
            return false;
        }

        @Override
        public String comment() {
            return "the row's tags as a JSON array";
        }
    }
}
