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
package io.tsfile.core.flush.manage;

import io.tsfile.core.flush.FlushReason;
import java.util.Collection;

/**
 * How many of the hand-overs that wait become the next flush. Pure.
 *
 * @param minToMerge how many must wait, unless one of them is pressing
 * @param mergeBytes up to so many bytes they are merged
 */
record PickPolicy(int minToMerge, long mergeBytes) {
    /** Whether somebody waits for the hand-over, so that it does not wait for others. */
    static boolean isPressing(FlushReason reason) {
        return reason != FlushReason.SIZE && reason != FlushReason.POINTS;
    }

    /**
     * How many to flush now, counted from the oldest; 0 for none yet. A flush ends with the first pressing hand-over: what came
     * after a checkpoint is not installed with it.
     *
     * @param waiting the oldest first
     * @param atOnce whether not to wait for more, whatever the reasons
     */
    int pick(Collection<HandOver> waiting, boolean atOnce) {
        boolean due = atOnce
                || waiting.size() >= minToMerge
                || waiting.stream().anyMatch(handOver -> isPressing(handOver.reason()));
        if (!due) {
            return 0;
        }
        int picked = 0;
        long left = mergeBytes;
        for (HandOver handOver : waiting) {
            if (picked > 0 && handOver.bytes() > left) {
                break;
            }
            left -= handOver.bytes();
            picked++;
            if (isPressing(handOver.reason())) {
                break;
            }
        }
        return picked;
    }
}
