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

/** What was read of a file's chunks. Not thread-safe. */
public final class ReadCounts {
    private long chunks;
    private long pages;
    private long sparedPages;

    /** Adds chunks whose bytes were read. */
    void addChunks(int count) {
        chunks += count;
    }

    /** Adds pages that were decoded. */
    void addPages(int count) {
        pages += count;
    }

    /** Adds pages of such chunks that were not decoded. */
    void addSparedPages(int count) {
        sparedPages += count;
    }

    /** Chunks whose bytes were read, those of times counted as those of values. */
    public long chunks() {
        return chunks;
    }

    /** Pages that were decoded, counted as chunks are; where times and values share a page, both. */
    public long pages() {
        return pages;
    }

    /** Pages of chunks whose bytes were read that were not decoded, as what stands before them was enough; counted as those are. */
    public long sparedPages() {
        return sparedPages;
    }
}
