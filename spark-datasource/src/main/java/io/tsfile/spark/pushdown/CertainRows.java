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
package io.tsfile.spark.pushdown;

import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.RowSelection;
import io.tsfile.core.scan.ScanTask;
import java.util.ArrayList;
import java.util.List;

/**
 * What the log alone says of how many rows there are at least: a file of which all is seen has as many keys as rows, whatever other
 * files have. Only where nothing is asked of devices, and each row of the log is one of the answer's. Pure.
 */
public final class CertainRows {
    private CertainRows() {}

    /** The first tasks that certainly have so many rows together; all if they do not. */
    public static List<ScanTask> first(List<ScanTask> tasks, int rows) {
        List<ScanTask> enough = new ArrayList<>();
        long certain = 0;
        for (ScanTask task : tasks) {
            enough.add(task);
            certain += atLeast(task);
            if (certain >= rows) {
                return enough;
            }
        }
        return enough;
    }

    /** The part of a range that certainly has so many rows of its end; all of it if none does. */
    public static TimeRange ofEnd(List<LiveFile> files, TimeRange range, RowSelection.End end, int rows) {
        TimeRange part = range;
        for (LiveFile file : files) {
            TimeRange times = file.file().times();
            if (isCounted(file) && file.file().rows() >= rows && range.contains(times)) {
                TimeRange enough = end == RowSelection.End.LAST
                        ? new TimeRange(times.start(), range.end())
                        : new TimeRange(range.start(), times.end());
                part = part.intersection(enough);
            }
        }
        return part;
    }

    private static long atLeast(ScanTask task) {
        // A file may be in several cuts, and then nobody knows how many of its rows are in which.
        boolean open = task.cut().from() == null && task.cut().to() == null;
        long most = 0;
        for (LiveFile file : task.files()) {
            if (open
                    && isCounted(file)
                    && task.cut().times().contains(file.file().times())) {
                most = Math.max(most, file.file().rows());
            }
        }
        return most;
    }

    /** Whether all of it is seen, and no key stands in it twice. */
    private static boolean isCounted(LiveFile file) {
        return file.deletions().isEmpty() && file.file().ordered();
    }
}
