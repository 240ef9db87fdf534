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
package io.tsfile.core.aggregate;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate.
 *
 * @param function what is computed
 * @param column name of the field that it is computed of; null for the times of the rows
 */
public record Aggregate(
        AggregateFunction function, @Nullable String column) implements Serializable {
    /** How many rows there are: every row has a time. */
    public static Aggregate countRows() {
        return new Aggregate(AggregateFunction.COUNT, null);
    }
}
