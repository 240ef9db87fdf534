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
package io.tsfile.flink.source;

/** Which rows a source reads. */
public enum ScanMode {
    /** All rows of one snapshot; then the source ends. */
    SNAPSHOT,
    /** Rows of the commits that come after the job was first started; never ends. */
    LATEST,
    /** All rows of the snapshot at the job's first start, then those of the commits behind it; never ends. */
    FULL_THEN_LATEST,
    /** Rows of the commits from a given one on; never ends. */
    FROM_COMMIT
}
