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
package io.tsfile.core.flush;

import io.tsfile.core.model.Column;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * The rows of an aligned device, or the points of one measurement of another, in strictly ascending order of time, all in
 * one time partition and bound for one file. Owned by whoever holds it.
 *
 * @param device whose they are
 * @param aligned whether {@code columns} share the times; if not, there is exactly one column and it has no null
 * @param partition the time partition
 * @param order the order of the file: all series of one partition and order go to one file (or to its continuations)
 * @param times one time per row, no null, ascending
 * @param columns the columns, in the order of {@code values}
 * @param values one vector per column, each as long as {@code times}; columns without a value may share one
 */
public record SortedSeries(
        IDeviceID device,
        boolean aligned,
        long partition,
        int order,
        LongVector times,
        List<Column> columns,
        List<Vector> values) {
    /** The same rows with other columns, some of these mostly. */
    public SortedSeries withColumns(List<Column> others, List<Vector> theirs) {
        return new SortedSeries(device, aligned, partition, order, times, others, theirs);
    }
}
