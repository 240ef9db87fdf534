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
package io.tsfile.core.index.write;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records of bytes behind each other, in pages that never move. Not thread-safe. */
final class RecordLog {
    private static final int PAGE_BYTES = 64 << 10;

    private final List<byte[]> pages = new ArrayList<>();
    private int used;
    private long bytes;

    /** Appends a record: a copy of the first {@code length} bytes. */
    void append(byte[] record, int length) {
        int needed = Integer.BYTES + length;
        if (pages.isEmpty() || needed > last().length - used) {
            if (!pages.isEmpty()) {
                shrink();
            }
            pages.add(new byte[Math.max(PAGE_BYTES, needed)]);
            bytes += last().length;
            used = 0;
        }
        ByteBuffer.wrap(last()).putInt(used, length);
        System.arraycopy(record, 0, last(), used + Integer.BYTES, length);
        used += needed;
    }

    /** Where the next record will be. */
    Mark end() {
        return new Mark(pages.size() - 1, used);
    }

    /** Bytes of memory. */
    long bytes() {
        return bytes;
    }

    /** A cursor from one mark to another; the log does not change meanwhile. */
    Cursor cursor(Mark from, Mark to) {
        return new Cursor(from, to);
    }

    /** A place between two records. */
    record Mark(int page, int position) {
        /** The place before the first record. */
        static final Mark START = new Mark(-1, 0);
    }

    /** What is left of a page would be taken for a record. */
    private void shrink() {
        byte[] page = last();
        if (used < page.length) {
            bytes -= page.length - used;
            pages.set(pages.size() - 1, Arrays.copyOf(page, used));
        }
    }

    private byte[] last() {
        return pages.get(pages.size() - 1);
    }

    final class Cursor {
        private int page;
        private int position;
        private final Mark to;

        private Cursor(Mark from, Mark to) {
            this.page = Math.max(0, from.page);
            this.position = from.position;
            this.to = to;
        }

        boolean hasNext() {
            return page < to.page || (page == to.page && position < to.position);
        }

        /** The next record. The buffer's array is the log's own. */
        ByteBuffer next() {
            if (position == pages.get(page).length) {
                page++;
                position = 0;
            }
            ByteBuffer buffer = ByteBuffer.wrap(pages.get(page));
            int length = buffer.getInt(position);
            buffer.limit(position + Integer.BYTES + length).position(position + Integer.BYTES);
            position += Integer.BYTES + length;
            return buffer;
        }
    }
}
