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

/**
 * What an engine did.
 *
 * @param rows rows written, duplicates merged
 * @param points values written that are not null
 * @param fallbacks chunks in another encoding than was fixed or suggested, because that would have lost a value
 */
public record FlushStats(StageStats sort, StageStats encode, StageStats io, long rows, long points, long fallbacks) {
    /** Nothing done. */
    public static final FlushStats NONE = new FlushStats(StageStats.NONE, StageStats.NONE, StageStats.NONE, 0, 0, 0);

    /** Both, one after the other. */
    public FlushStats plus(FlushStats other) {
        return new FlushStats(
                sort.plus(other.sort),
                encode.plus(other.encode),
                io.plus(other.io),
                rows + other.rows,
                points + other.points,
                fallbacks + other.fallbacks);
    }
}
