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
package io.tsfile.core.model;

import java.io.Serializable;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;

/**
 * A column of a table: a tag, which names devices and is always a STRING, or a field, which is measured.
 *
 * @param name the column's name; lower case in the table model
 * @param type the type of its values
 * @param category {@link ColumnCategory#TAG} or {@link ColumnCategory#FIELD}
 */
public record Column(String name, TSDataType type, ColumnCategory category) implements Serializable {
    /** Checks what a column can be. */
    public Column {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Cannot use an empty name for a column of type " + type);
        }
        if (!Names.isEncodable(name)) {
            throw new IllegalArgumentException("Cannot use '" + name
                    + "' as the name of a column: it has half a character, which no file can hold");
        }
        if (category != ColumnCategory.TAG && category != ColumnCategory.FIELD) {
            throw new IllegalArgumentException(
                    "Cannot use category " + category + " for column '" + name + "': only TAG and FIELD are stored");
        }
        if (category == ColumnCategory.TAG && type != TSDataType.STRING) {
            throw new IllegalArgumentException(
                    "Cannot use type " + type + " for tag '" + name + "': tags are of type STRING");
        }
        switch (type) {
            case BOOLEAN, INT32, INT64, FLOAT, DOUBLE, TEXT, STRING, BLOB, DATE, TIMESTAMP -> {}
            default ->
                throw new IllegalArgumentException(
                        "Cannot use type " + type + " for column '" + name + "': it is no type of a stored value");
        }
    }

    /** A tag. */
    public static Column tag(String name) {
        return new Column(name, TSDataType.STRING, ColumnCategory.TAG);
    }

    /** A field. */
    public static Column field(String name, TSDataType type) {
        return new Column(name, type, ColumnCategory.FIELD);
    }
}
