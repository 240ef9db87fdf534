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
package io.tsfile.core.index;

import io.tsfile.core.index.bytes.IndexBytes;
import io.tsfile.core.index.bytes.StatisticsBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.TableSchema;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the schemas of a file's tables: per table its name, the number of columns, and each column's name, type, encoding,
 * compression, properties and category.
 */
final class TableSchemas {
    private static final ColumnCategory[] CATEGORIES = ColumnCategory.values();

    private TableSchemas() {}

    /** Reads the schemas, and moves behind them. */
    static Map<String, TableSchema> read(IndexBytes bytes) {
        int tables = bytes.readCount();
        Map<String, TableSchema> schemas = new LinkedHashMap<>();
        for (int i = 0; i < tables; i++) {
            String table = bytes.readName();
            List<IMeasurementSchema> columns = new ArrayList<>();
            List<ColumnCategory> categories = new ArrayList<>();
            int count = bytes.readCount();
            for (int column = 0; column < count; column++) {
                columns.add(readColumn(bytes));
                int category = bytes.readInt();
                if (category < 0 || category >= CATEGORIES.length) {
                    throw bytes.damaged(
                            "the category of a column of table '" + table + "' before this, and not " + category);
                }
                categories.add(CATEGORIES[category]);
            }
            TableSchema schema = new TableSchema(columns, categories);
            schema.setTableName(table);
            schemas.put(table, schema);
        }
        return schemas;
    }

    private static MeasurementSchema readColumn(IndexBytes bytes) {
        String name = bytes.readLongText();
        if (name == null) {
            throw bytes.damaged("the name of a column before this");
        }
        TSDataType type = StatisticsBytes.readType(bytes);
        byte encoding = bytes.readByte();
        byte compression = bytes.readByte();
        Map<String, String> properties = readProperties(bytes);
        try {
            return new MeasurementSchema(
                    name.toLowerCase(Locale.ROOT),
                    type,
                    TSEncoding.deserialize(encoding),
                    CompressionType.deserialize(compression),
                    properties);
        } catch (RuntimeException e) {
            throw bytes.damaged("codes of an encoding and a compression of column '" + name + "' before this, and not "
                    + encoding + " and " + compression);
        }
    }

    private static @Nullable Map<String, String> readProperties(IndexBytes bytes) {
        int size = bytes.readInt();
        if (size <= 0) {
            return null;
        }
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < size; i++) {
            properties.put(bytes.readLongText(), bytes.readLongText());
        }
        return properties;
    }
}
