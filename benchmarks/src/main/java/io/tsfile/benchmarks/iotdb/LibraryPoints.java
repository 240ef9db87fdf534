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
package io.tsfile.benchmarks.iotdb;

import io.tsfile.benchmarks.PointSum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.read.TsFileReader;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.apache.tsfile.read.common.Field;
import org.apache.tsfile.read.common.RowRecord;
import org.apache.tsfile.read.expression.QueryExpression;
import org.apache.tsfile.read.query.dataset.QueryDataSet;

/** What the Apache library finds in a file. */
final class LibraryPoints {
    private static final List<String> FIELDS =
            IntStream.range(0, Readings.FIELDS).mapToObj(Readings::field).toList();

    private LibraryPoints() {}

    /** All points of all devices. */
    static PointSum of(Path file) throws IOException {
        PointSum sum = new PointSum();
        try (TsFileSequenceReader sequence = new TsFileSequenceReader(file.toString());
                TsFileReader reader = new TsFileReader(sequence)) {
            for (IDeviceID device : sequence.getAllDevices()) {
                add(reader, device, sum);
            }
        }
        return sum;
    }

    private static void add(TsFileReader reader, IDeviceID device, PointSum sum) throws IOException {
        QueryDataSet rows = reader.query(QueryExpression.create(
                FIELDS.stream()
                        .map(field -> new org.apache.tsfile.read.common.Path(device, field, false))
                        .toList(),
                null));
        while (rows.hasNext()) {
            RowRecord row = rows.next();
            for (int i = 0; i < FIELDS.size(); i++) {
                Field field = row.getFields().get(i);
                if (field != null) {
                    sum.add(device.toString(), FIELDS.get(i), row.getTimestamp(), field.getDoubleV());
                }
            }
        }
    }
}
