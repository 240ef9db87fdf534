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

import java.io.Serializable;

/**
 * What a task has done so far.
 *
 * @param doneBytes bytes of the inputs that are dealt with
 * @param totalBytes bytes of the inputs in the task's cut, roughly
 * @param devices devices that are dealt with
 * @param chunksCopied chunks that went into the output as they were, alone or joined with others
 * @param pagesCopied pages of other chunks that went into the output as they were
 * @param pagesDecoded pages that had to be decoded
 * @param rowsWritten rows of aligned devices plus points of the others that were encoded anew
 * @param bytesWritten bytes of the outputs
 */
public record CompactionProgress(
        long doneBytes,
        long totalBytes,
        long devices,
        long chunksCopied,
        long pagesCopied,
        long pagesDecoded,
        long rowsWritten,
        long bytesWritten)
        implements Serializable {
    /** Before the start. */
    public static final CompactionProgress NOTHING = new CompactionProgress(0, 0, 0, 0, 0, 0, 0, 0);

    /** This and what another task has done, together. */
    public CompactionProgress plus(CompactionProgress other) {
        return new CompactionProgress(
                doneBytes + other.doneBytes,
                totalBytes + other.totalBytes,
                devices + other.devices,
                chunksCopied + other.chunksCopied,
                pagesCopied + other.pagesCopied,
                pagesDecoded + other.pagesDecoded,
                rowsWritten + other.rowsWritten,
                bytesWritten + other.bytesWritten);
    }
}
