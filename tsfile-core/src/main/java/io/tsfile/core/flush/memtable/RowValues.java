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
package io.tsfile.core.flush.memtable;

import io.tsfile.core.vector.Vector;

/** The fields of one row, in the order of {@link io.tsfile.core.model.TableSchema#fields()}, as an engine hands them over. */
public interface RowValues {
    /** Whether the row has no value for the field. */
    boolean isNull(int field);

    /**
     * Appends the row's value of the field to {@code target}, which has the field's type. Called only where
     * {@link #isNull} says no.
     *
     * @throws io.tsfile.core.TsFileConnectorException if the value does not fit the type
     */
    void appendTo(int field, Vector target);
}
