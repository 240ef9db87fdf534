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
package io.tsfile.core.table;

import io.tsfile.core.model.TimeRange;

/**
 * A part of a checkpoint, as its manifest names it.
 *
 * @param name of its file in the log's folder
 * @param kind what it holds
 * @param length bytes
 * @param crc32c checksum of all bytes (Castagnoli)
 * @param count how many files, or writers, it holds
 * @param times the times of its files lie in this range; every time of what is no file
 */
record CheckpointPart(String name, PartKind kind, long length, long crc32c, long count, TimeRange times) {
    String path() {
        return TableLog.FOLDER + "/" + name;
    }
}
