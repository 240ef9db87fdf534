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
package io.tsfile.core.scan;

import io.tsfile.core.model.TableModel;
import java.util.Optional;

/**
 * How a folder without a log is read.
 *
 * @param table which table where the folder holds several; in a copy of an IoTDB's folder {@code database.table} works, too.
 *     Absent: the only one
 * @param model which model where the folder holds both; absent: the one that it holds
 * @param devices which devices of the tree model; absent: all. Those of tables are chosen by their tags
 * @param order how to tell which of two overlapping files is newer where their names do not say it: {@code name} or
 *     {@code modified}
 * @param unsealed what to do with files that are not complete
 * @param mergeTypes whether a column whose type differs from file to file, or from device to device, gets the wider type; else it
 *     is refused
 */
public record PlainOptions(
        Optional<String> table,
        Optional<TableModel> model,
        Optional<DevicePattern> devices,
        Optional<String> order,
        Unsealed unsealed,
        boolean mergeTypes) {
    /** The only table, in the order that the names say, all files complete. */
    public static final PlainOptions DEFAULT = new PlainOptions(Optional.empty(), Optional.empty(), Unsealed.FAIL);

    /** Options that leave the model, the devices and the types as they are. */
    public PlainOptions(Optional<String> table, Optional<String> order, Unsealed unsealed) {
        this(table, Optional.empty(), Optional.empty(), order, unsealed, false);
    }

    /** What to do with files that a server was still writing, or compacting, when the folder was copied. */
    public enum Unsealed {
        /** They are an error. */
        FAIL,
        /** They are left out, and reported. */
        SKIP
    }
}
