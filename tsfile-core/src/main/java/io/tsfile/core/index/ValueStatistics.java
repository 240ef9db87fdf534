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
import org.apache.tsfile.file.metadata.statistics.Statistics;

/** What a file says of some values of one field: those of a chunk, or of a page. */
public interface ValueStatistics {
    /** How many values, nulls not counted. */
    long count();

    /** The statistics, perhaps made anew by each call; not to be asked for where there is no value. */
    Statistics<? extends Serializable> statistics();
}
