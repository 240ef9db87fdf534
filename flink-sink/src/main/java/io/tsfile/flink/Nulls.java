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

import java.util.Locale;

/** What a null in a row says. */
public enum Nulls {
    /** Nothing: an older value of the same device and time stays (N3). */
    KEEP,
    /**
     * That there is no value any more: each row takes the place of all that is older. Rows with nulls then cost as much as a delete
     * and an insert.
     */
    ERASE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
