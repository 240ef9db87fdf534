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
package io.tsfile.core.flush;

/** Why memtables are flushed. */
public enum FlushReason {
    /** A memtable reached its size. */
    SIZE,
    /** The process's memory budget is used up. */
    MEMORY,
    /** The oldest row waited long enough. */
    AGE,
    /** A memtable reached its number of points. */
    POINTS,
    /** A checkpoint of the engine around it. */
    CHECKPOINT,
    /** No more rows will come. */
    END_OF_INPUT,
    /** The time partition gets no more rows. */
    PARTITION_CLOSED,
    /** Somebody asked for it. */
    MANUAL,
    /** An earlier try failed. */
    ERROR_RETRY;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
