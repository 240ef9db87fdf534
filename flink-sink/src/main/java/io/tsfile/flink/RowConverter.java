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
package io.tsfile.flink;

import io.tsfile.core.flush.memtable.RowValues;
import java.io.Serializable;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Takes apart the records of a stream. One instance serves one task and is called by one thread.
 *
 * <p>A record that does not fit is refused with a {@link io.tsfile.core.TsFileConnectorException}, best a {@link
 * BadRowException}, that names the record, the column, the value and what to do; the job then fails or sets the record aside, as
 * {@link BadRows} say. Any other exception fails the job.
 */
public interface RowConverter<T> extends Serializable {
    /** Whose the record is; {@link io.tsfile.core.model.Devices} makes ids. Null tags are legal. */
    IDeviceID device(T row);

    /** When it was measured, in the table's time unit. */
    long time(T row);

    /**
     * What the record does: INSERT and UPDATE_AFTER write it, DELETE and UPDATE_BEFORE delete what was written of its device
     * and time, for which its values are not asked.
     */
    default RowKind kind(T row) {
        return RowKind.INSERT;
    }

    /** The record for people, where it is set aside because it does not fit. */
    default String text(T row) {
        return String.valueOf(row);
    }

    /**
     * What was measured, in the order of the schema's fields.
     *
     * @return valid until the next call
     */
    RowValues values(T row);
}
