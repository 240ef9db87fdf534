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

/** What the thread that reads files hands over. */
sealed interface Fetched {
    /** The split it belongs to. */
    String splitId();

    /** Bytes that were read of files for it. */
    long bytes();

    /**
     * Rows.
     *
     * @param section the place of the section that they are of
     */
    record Rows(String splitId, int section, ReadBatch batch, long bytes) implements Fetched {}

    /** The split has no more rows. */
    record End(String splitId, long bytes) implements Fetched {}
}
