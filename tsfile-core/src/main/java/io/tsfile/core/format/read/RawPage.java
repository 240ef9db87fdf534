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
package io.tsfile.core.format.read;

import io.tsfile.core.model.TimeRange;
import java.io.Serializable;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Where a page is in the array of its chunk, with its head.
 *
 * @param from where its head starts
 * @param to behind its last byte
 * @param statistics of its values; null if there are none
 */
record RawPage(int from, int to, @Nullable Statistics<? extends Serializable> statistics) {
    /** The first and the last time; only of a page with values. */
    TimeRange times() {
        if (statistics == null) {
            throw new IllegalStateException("Cannot tell the times of a page of nulls");
        }
        return new TimeRange(statistics.getStartTime(), statistics.getEndTime());
    }
}
