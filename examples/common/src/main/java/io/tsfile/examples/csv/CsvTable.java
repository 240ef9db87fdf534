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

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV file in memory: a time and a device for every row, and the columns of the fields. Immutable. */
public final class CsvTable {
    private final CsvLayout layout;
    private final long[] times;
    private final int[] devices;
    private final List<List<@Nullable String>> tagsByDevice;
    private final List<CsvColumn> fields;

    /** Takes ownership of the arrays. */
    CsvTable(
            CsvLayout layout,
            long[] times,
            int[] devices,
            List<List<@Nullable String>> tagsByDevice,
            List<CsvColumn> fields) {
        this.layout = layout;
        this.times = times;
        this.devices = devices;
        this.tagsByDevice = Collections.unmodifiableList(tagsByDevice);
        this.fields = List.copyOf(fields);
    }

    /** What the user said about the file. */
    public CsvLayout layout() {
        return layout;
    }

    /** How many rows there are. */
    public int rows() {
        return times.length;
    }

    /** Milliseconds since the epoch. */
    public long time(int row) {
        return times[row];
    }

    /** The device of a row: an index into {@link #devices()}. */
    public int device(int row) {
        return devices[row];
    }

    /** The tags of every device, in the order of their first lines; a tag may be null. */
    public List<List<@Nullable String>> devices() {
        return tagsByDevice;
    }

    /** All columns but the time and the tags, in the order of the header. */
    public List<CsvColumn> fields() {
        return fields;
    }
}
