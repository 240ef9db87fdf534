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
package io.tsfile.core.compact;

import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.format.read.RowJoin;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copied rows behind each other that become one chunk per column. Not thread-safe. */
final class JoinedRows {
    private final List<CopiedRows> parts = new ArrayList<>();
    /** Of all parts; null until it matters. */
    private @Nullable ChunkForms forms;

    private TimeRange times;
    private long rows;
    private int pages;

    /** Begins with these rows. */
    JoinedRows(CopiedRows first) {
        this.times = first.times();
        add(first);
    }

    /**
     * Appends rows that are later than all before, if their chunks can be joined to those so far without decompressing them.
     *
     * @param mostBytes that all pages may have
     * @return whether they are appended
     */
    boolean append(CopiedRows next, long mostBytes) throws IOException {
        ChunkForms sofar = forms == null ? parts.get(0).forms() : forms;
        ChunkForms ofNext = next.forms();
        forms = sofar;
        if (sofar.bytes() + ofNext.bytes() > mostBytes || !sofar.match(ofNext)) {
            return false;
        }
        sofar.add(ofNext);
        add(next);
        return true;
    }

    private void add(CopiedRows next) {
        parts.add(next);
        times = times.union(next.times());
        rows += next.rows();
        pages += next.pages();
    }

    /**
     * The chunks of a batch of columns, joined.
     *
     * @param encoding as they were copied by
     */
    RowJoin columns(Track batch, EncodingOptions encoding) throws IOException {
        RowJoin joined = new RowJoin(batch.columns(), encoding, parts.get(0).columns(batch));
        for (CopiedRows part : parts.subList(1, parts.size())) {
            joined.append(part.columns(batch));
        }
        return joined;
    }

    /** Bytes of all pages, as far as they are in memory. */
    long bytes() {
        long bytes = 0;
        for (CopiedRows part : parts) {
            bytes += part.heldBytes();
        }
        return bytes;
    }

    /** How many rows. */
    long rows() {
        return rows;
    }

    /** How many pages of times. */
    int pages() {
        return pages;
    }

    /** The first and the last time. */
    TimeRange times() {
        return times;
    }
}
