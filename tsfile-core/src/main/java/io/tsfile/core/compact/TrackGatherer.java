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

import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes chunks of good size of what is copied and merged of one track, one after the other in time. Not thread-safe.
 *
 * <ul>
 *   <li>Small chunks join the ones beside them, page by page, as long as the whole has not more rows than a chunk should have.
 *   <li>Small chunks beside rows that are decoded anyway are decoded, too; so are those that cannot be joined, because they are
 *       encoded differently, and those whose pages are tiny.
 *   <li>All others stay as they are.
 * </ul>
 */
final class TrackGatherer implements TimeSweep.Target {
    private final CompactionOptions options;
    private final CopyRules rules;
    private final TrackOutput output;
    /** Joined so far; what is decoded is later, or there is none. */
    private @Nullable JoinedRows open;
    /** Times to decode. */
    private @Nullable TimeRange decode;
    /** What alone is to be decoded, only because its pages are tiny: without company it is copied. */
    private @Nullable CopiedRows lonely;

    TrackGatherer(CompactionOptions options, CopyRules rules, TrackOutput output) {
        this.options = options;
        this.rules = rules;
        this.output = output;
    }

    @Override
    public void copy(CopiedRows rows) throws IOException {
        boolean small = isSmall(rows.rows());
        if (decode != null) {
            if (small) {
                decodeWith(rows.times());
                return;
            }
            writeDecoded();
        }
        JoinedRows joined = open;
        if (joined != null) {
            if (appended(joined, rows)) {
                return;
            }
            if (small && isSmall(joined.rows())) {
                decode(rows.times());
                return;
            }
            writeOpen();
        }
        if (small && isTiny(rows.rows(), rows.pages())) {
            decode = rows.times();
            lonely = rows;
        } else {
            open = new JoinedRows(rows);
        }
    }

    @Override
    public void decode(TimeRange times) throws IOException {
        JoinedRows joined = open;
        if (decode != null) {
            decodeWith(times);
        } else if (joined != null && isSmall(joined.rows())) {
            open = null;
            decode = joined.times().union(times);
        } else {
            writeOpen();
            decode = times;
        }
    }

    /** Writes what is left. */
    void finish() throws IOException {
        writeDecoded();
        writeOpen();
    }

    /** Whether rows have become part of the open chunk. */
    private boolean appended(JoinedRows joined, CopiedRows rows) throws IOException {
        if (!isSmall(joined.rows()) && !isSmall(rows.rows())) {
            return false;
        }
        long together = joined.rows() + rows.rows();
        return together <= options.output().chunkRows()
                && !isTiny(together, joined.pages() + rows.pages())
                && joined.append(rows, options.output().groupBytes());
    }

    private void decodeWith(TimeRange times) {
        decode = decode == null ? times : decode.union(times);
        lonely = null;
    }

    private void writeDecoded() throws IOException {
        CopiedRows single = lonely;
        TimeRange times = decode;
        decode = null;
        lonely = null;
        if (single != null) {
            open = new JoinedRows(single);
        } else if (times != null) {
            output.decode(times);
        }
    }

    private void writeOpen() throws IOException {
        JoinedRows joined = open;
        open = null;
        if (joined != null) {
            output.write(joined);
        }
    }

    private boolean isSmall(long rows) {
        return rows < options.smallChunkPoints();
    }

    private boolean isTiny(long rows, int pages) {
        return rules.tinyPages(rows, pages);
    }
}
