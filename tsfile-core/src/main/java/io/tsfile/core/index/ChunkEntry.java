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
package io.tsfile.core.index;

import java.io.Serializable;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.statistics.Statistics;

/**
 * What a file's index says of one chunk. Immutable.
 *
 * @param measurement the series; empty for the times of an aligned device
 * @param type of the values; {@link TSDataType#VECTOR} for the times of an aligned device
 * @param offset where the chunk's header starts, in bytes
 * @param statistics of its values
 */
public record ChunkEntry(
        String measurement, TSDataType type, long offset, Statistics<? extends Serializable> statistics) {
    /** How many values, nulls not counted. */
    public long count() {
        return statistics.getCount();
    }

    /** The first time. */
    public long startTime() {
        return statistics.getStartTime();
    }

    /** The last time. */
    public long endTime() {
        return statistics.getEndTime();
    }
}
