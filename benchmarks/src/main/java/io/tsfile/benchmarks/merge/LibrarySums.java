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
package io.tsfile.benchmarks.merge;

import io.tsfile.benchmarks.PointSum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.tsfile.block.column.Column;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.read.TsFileDeviceIterator;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.apache.tsfile.read.common.block.TsBlock;
import org.apache.tsfile.utils.Pair;

/** Sums over what the Apache library reads. */
final class LibrarySums {
    private LibrarySums() {}

    /** All points of files, whatever their order; nothing is merged. */
    static PointSum points(List<Path> files) throws IOException {
        PointSum sum = new PointSum();
        for (Path file : files) {
            try (TsFileSequenceReader reader = new TsFileSequenceReader(file.toString())) {
                TsFileDeviceIterator devices = reader.getAllDevicesIteratorWithIsAligned();
                while (devices.hasNext()) {
                    Pair<IDeviceID, Boolean> device = devices.next();
                    String name = Layout.name(device.left);
                    LibraryChunkPages.read(reader, device.left, device.right, (series, rows) -> {
                        for (int i = 0; i < series.size(); i++) {
                            add(name, series.get(i).getHeader().getMeasurementID(), rows, rows.getColumn(i), sum);
                        }
                    });
                }
            }
        }
        return sum;
    }

    /** The sum of all values of a block. */
    static double values(TsBlock rows) {
        double sum = 0;
        for (Column column : rows.getValueColumns()) {
            double[] values = column.getDoubles();
            boolean nulls = column.mayHaveNull();
            for (int row = 0; row < rows.getPositionCount(); row++) {
                if (!nulls || !column.isNull(row)) {
                    sum += values[row];
                }
            }
        }
        return sum;
    }

    private static void add(String device, String measurement, TsBlock rows, Column column, PointSum sum) {
        for (int row = 0; row < rows.getPositionCount(); row++) {
            if (!column.isNull(row)) {
                sum.add(device, measurement, rows.getTimeByIndex(row), column.getDouble(row));
            }
        }
    }
}
