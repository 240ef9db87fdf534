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

import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.jspecify.annotations.Nullable;

/**
 * Where a reader's rows go, such that its watermark advances between commits only.
 *
 * <p>Within a commit rows come device after device, so that their times start anew with each device: a watermark that follows them would
 * make most of them late. So, while a commit is read, another output is registered that never has a row; the reader's watermark, which
 * is the least of its outputs', then stays where it was.
 */
final class CommitOutput<T> {
    private static final String ROWS = "rows";

    private @Nullable ReaderOutput<T> output;
    private @Nullable SourceOutput<T> rows;
    private @Nullable Long held;

    /** The output for rows of a commit. */
    SourceOutput<T> rows(long commit, ReaderOutput<T> reader) {
        SourceOutput<T> all = rows;
        if (all == null) {
            all = reader.createOutputForSplit(ROWS);
            rows = all;
            output = reader;
        }
        Long before = held;
        if (before == null || before != commit) {
            reader.createOutputForSplit(name(commit));
            held = commit;
            if (before != null) {
                reader.releaseOutputForSplit(name(before));
            }
        }
        return all;
    }

    /** All rows of a commit have left all readers. */
    void done(long commit) {
        Long before = held;
        if (output != null && rows != null && before != null && before == commit) {
            output.releaseOutputForSplit(name(commit));
            held = null;
            // Else the watermark would not be looked at before the next interval, when the next commit may hold it again.
            rows.markActive();
        }
    }

    private static String name(long commit) {
        return "commit " + commit;
    }
}
