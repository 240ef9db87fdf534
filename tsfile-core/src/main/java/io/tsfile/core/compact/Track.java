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
package io.tsfile.core.compact;

import io.tsfile.core.model.Column;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * What is compacted as one: the rows of an aligned device, or the points of one measurement of another.
 *
 * @param aligned whether the columns share their times; if not, there is exactly one
 * @param columns as the table has them
 */
record Track(IDeviceID device, boolean aligned, List<Column> columns) {
    /** The tracks of a device. */
    static List<Track> of(IDeviceID device, boolean aligned, List<Column> columns) {
        return aligned
                ? List.of(new Track(device, true, columns))
                : columns.stream()
                        .map(column -> new Track(device, false, List.of(column)))
                        .toList();
    }

    /** The same with only some of the columns. */
    Track columns(int from, int to) {
        return new Track(device, aligned, columns.subList(from, to));
    }

    /** The names of the columns. */
    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }
}
