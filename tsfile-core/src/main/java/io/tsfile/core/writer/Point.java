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
package io.tsfile.core.writer;

import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.vector.Vector;

/**
 * A row of which one field alone is asked for.
 *
 * @param field its index among the table's fields
 * @param value in the form of {@link StoredValue}
 */
record Point(int field, Object value) implements RowValues {
    @Override
    public boolean isNull(int other) {
        return other != field;
    }

    @Override
    public void appendTo(int other, Vector target) {
        Row.append(value, target);
    }
}
