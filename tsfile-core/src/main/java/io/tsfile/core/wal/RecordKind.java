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
package io.tsfile.core.wal;

/** What a record says; the first byte of its body. */
final class RecordKind {
    /** A row. */
    static final byte ROW = 1;
    /** One value of a row. */
    static final byte POINT = 2;
    /** Rows of one device as columns. */
    static final byte BATCH = 3;
    /** The segment is complete; nothing follows. */
    static final byte END = 4;
    /** All before a position of the file was durable when this was written. */
    static final byte DURABLE = 5;

    /** Length and checksum, in front of the body. */
    static final int FRAME_BYTES = 8;
    /** Kind and position of a {@link #DURABLE} record. */
    static final int DURABLE_BYTES = 9;
    /** More than this is no record. */
    static final int MAX_BODY_BYTES = 1 << 28;

    private RecordKind() {}
}
