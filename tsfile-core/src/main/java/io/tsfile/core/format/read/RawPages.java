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

import io.tsfile.core.encoding.MalformedPageException;
import io.tsfile.core.index.ChunkEntry;
import org.apache.tsfile.enums.TSDataType;

/**
 * What a walk over the heads of a chunk's pages finds.
 *
 * @param count how many pages
 * @param firstBody where in the array the first page's body starts; -1 without a page
 * @param firstStatistics where in the array the first page's own statistics start; -1 if it has none
 */
record RawPages(int count, int firstBody, int firstStatistics) {
    /**
     * Walks over a chunk.
     *
     * @throws io.tsfile.core.CorruptTsFileException if its heads contradict each other or the index
     */
    static RawPages of(ChunkBytes chunk, RawChunk.Role role) {
        checkHeader(chunk, role);
        ChunkPages walk = new ChunkPages(chunk);
        int firstBody = -1;
        int firstStatistics = -1;
        long values = 0;
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        while (walk.next()) {
            PageHead page = walk.page();
            if (walk.pages() == 1) {
                firstBody = walk.pageFrom();
                firstStatistics = page.statisticsFrom();
            }
            if (walk.isEmpty() && role == RawChunk.Role.ALIGNED_VALUES) {
                continue;
            }
            boolean ascends = values == 0 || page.start() > end;
            if (page.count() <= 0 || page.start() > page.end() || !ascends) {
                throw walk.damaged(new MalformedPageException("its statistics say " + page.count() + " values from "
                        + page.start() + " to " + page.end() + ", after " + values + " that end at " + end));
            }
            values += page.count();
            start = Math.min(start, page.start());
            end = page.end();
        }
        if (values == 0 && role != RawChunk.Role.ALIGNED_VALUES) {
            throw chunk.damaged("it has no rows");
        }
        ChunkEntry entry = chunk.entry();
        boolean sameTimes = values == 0 || (start == entry.startTime() && end == entry.endTime());
        if (values != entry.count() || !sameTimes) {
            throw chunk.damaged("its pages have " + values + " values from " + start + " to " + end
                    + ", and the index says " + entry.count() + " from " + entry.startTime() + " to "
                    + entry.endTime());
        }
        return new RawPages(walk.pages(), firstBody, firstStatistics);
    }

    private static void checkHeader(ChunkBytes chunk, RawChunk.Role role) {
        TSDataType type = chunk.head().type();
        if (type != chunk.entry().type() || (type == TSDataType.VECTOR) != (role == RawChunk.Role.TIMES)) {
            throw chunk.damaged("it has type " + type + ", and the index says "
                    + chunk.entry().type());
        }
        int mask = chunk.head().mask();
        // Some writers leave it out.
        if (mask != 0 && mask != role.mask) {
            throw chunk.damaged("it is marked with " + mask + ", and expected with " + role.mask);
        }
    }
}
