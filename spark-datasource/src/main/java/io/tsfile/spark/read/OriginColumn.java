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

import java.util.List;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a scan can tell of a row beside the table's columns, where a query asks for it by name.
 *
 * @param comment for people
 */
record OriginColumn(String name, DataType dataType, String comment) implements MetadataColumn {
    /** The newest file that holds something of the row. */
    static final OriginColumn FILE = new OriginColumn(
            "_file",
            DataTypes.StringType,
            "The file that the row is from; of a row that was merged from several files, the newest one");

    /** The commit of that file's version. */
    static final OriginColumn COMMIT = new OriginColumn(
            "_commit",
            DataTypes.LongType,
            "The number of the commit that the row is from, the newest one of a merged row; null without a log");

    static final List<OriginColumn> ALL = List.of(FILE, COMMIT);

    @Override
    public boolean isNullable() {
        return true;
    }
}
