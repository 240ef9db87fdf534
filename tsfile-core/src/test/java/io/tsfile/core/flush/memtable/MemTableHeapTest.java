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
package io.tsfile.core.flush.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.Vector;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes that a memtable tells, against the objects that are gone with it. */
class MemTableHeapTest {
    /** So large that whatever else comes and goes in the heap does not count. */
    private static final long LEAST_BYTES = 40L << 20;

    /**
     * @param devices rows come from each in turn
     * @param doubles fields of type DOUBLE
     * @param textBytes length of the text in each row, 0 for no such field
     * @param nullEvery every so many rows a double is null
     */
    record Load(String name, boolean aligned, int devices, int doubles, int textBytes, int nullEvery) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Load> loads() {
        return Stream.of(
                new Load("many devices with a row or two", true, 50_000, 3, 0, Integer.MAX_VALUE),
                new Load("few devices", true, 5, 10, 0, Integer.MAX_VALUE),
                new Load("nulls", true, 100, 10, 0, 3),
                new Load("short texts", true, 100, 1, 12, Integer.MAX_VALUE),
                new Load("long texts", true, 20, 1, 20_000, Integer.MAX_VALUE),
                new Load("texts that fill the inbox", true, 20, 1, 300_000, Integer.MAX_VALUE),
                new Load("wide rows", true, 10, 2_000, 0, 10),
                new Load("rows of devices that are not aligned", false, 100, 20, 5, 4),
                new Load("wide devices that are not aligned", false, 20, 1_000, 0, 100),
                new Load("many devices that are not aligned", false, 30_000, 2, 0, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void tellsTheHeapThatItTakes(Load load) throws JMException {
        List<MemTable> held = new ArrayList<>(List.of(fill(load)));
        long told = held.get(0).bytes();
        long with = usedBytes();
        held.clear();
        long without = usedBytes();
        assertThat(told).isCloseTo(with - without, Percentage.withPercentage(10));
    }

    private static MemTable fill(Load load) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < load.doubles; i++) {
            columns.add(Column.field("d" + i, TSDataType.DOUBLE));
        }
        if (load.textBytes > 0) {
            columns.add(Column.field("text", TSDataType.TEXT));
        }
        MemTable table = new MemTable(TableSchema.ofTree("tree", columns), load.aligned);
        byte[] text = new byte[load.textBytes];
        for (int row = 0; table.bytes() < LEAST_BYTES; row++) {
            RowValues values = row(row, load.nullEvery, text);
            for (int device = 0; device < load.devices; device++) {
                table.append(device(device), row, values);
            }
        }
        return table;
    }

    private static RowValues row(int row, int nullEvery, byte[] text) {
        return new RowValues() {
            @Override
            public boolean isNull(int field) {
                return field > 0 && (row + field) % nullEvery == 0;
            }

            @Override
            public void appendTo(int field, Vector target) {
                if (target instanceof DoubleVector doubles) {
                    doubles.append(row);
                } else {
                    ((BinaryVector) target).append(text);
                }
            }
        };
    }

    /** An id of its own, as engines make one per row. */
    private static IDeviceID device(int number) {
        return Devices.ofPath("root.a.b.device-" + number);
    }

    /**
     * The bytes of all objects that are reachable. Not what is used of the heap: a collector may keep a large array in regions
     * of its own and leave their rest empty.
     */
    private static long usedBytes() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        // The last line: Total, instances, bytes.
        String[] total =
                histogram.substring(histogram.lastIndexOf("Total")).trim().split(" +", -1);
        return Long.parseLong(total[2]);
    }
}
