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
package io.tsfile.spark.write;

import io.tsfile.core.table.Reads;
import io.tsfile.spark.read.KeyFilter;
import java.util.Optional;

/** What a job does to the table. */
sealed interface Effect {
    /** Why, for people who look at the table's history. */
    String operation();

    /** It adds rows. */
    record Append(String operation) implements Effect {}

    /** It puts rows in place of those that meet a condition, or of all. */
    record Overwrite(KeyFilter replaced) implements Effect {
        @Override
        public String operation() {
            return "spark overwrite";
        }
    }

    /** It changes rows that it has read. */
    record Change(String operation, Optional<Reads> reads) implements Effect {}
}
