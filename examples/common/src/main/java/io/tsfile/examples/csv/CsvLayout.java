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
package io.tsfile.examples.csv;

import java.util.List;
import java.util.Map;

/**
 * What a user says about a CSV file.
 *
 * @param timeColumn the column with the time
 * @param tagColumns the columns that name the device; none makes the whole file one device
 * @param types types that are not to be inferred, by column
 * @param delimiter what separates cells
 */
public record CsvLayout(String timeColumn, List<String> tagColumns, Map<String, CellType> types, char delimiter) {
    /** A layout with copies of the collections. */
    public CsvLayout {
        tagColumns = List.copyOf(tagColumns);
        types = Map.copyOf(types);
    }

    /** Commas between the cells, and all types inferred. */
    public static CsvLayout of(String timeColumn, String... tagColumns) {
        return new CsvLayout(timeColumn, List.of(tagColumns), Map.of(), ',');
    }
}
