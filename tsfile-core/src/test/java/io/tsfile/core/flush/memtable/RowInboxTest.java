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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.model.Devices;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.HeapMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;

class RowInboxTest {
    private static final List<TSDataType> INTS = List.of(TSDataType.INT32);

    /** A second try would hand the rows of the first device over again, and lose others. */
    @Test
    void deliversNothingMoreOnceADeliveryFailed() {
        RowInbox inbox = new RowInbox(INTS);
        RowsBuffer first = buffer(INTS);
        RowsBuffer failing = buffer(List.of(TSDataType.INT64));
        inbox.append(first, 1, ObjectRow.of(1));
        inbox.append(failing, 1, ObjectRow.of(2));
        assertThatThrownBy(inbox::deliver).isInstanceOf(ClassCastException.class);

        inbox.append(first, 2, ObjectRow.of(3));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(inbox::deliver)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Cannot tell which rows have reached their device");
        }
        assertThat(first.points()).isEqualTo(1);
    }

    /** Rows of 1,000 devices in turn are worth it once there is room for several of each; of 10,000 they never are. */
    @Test
    void takesMoreRowsWhereDevicesGetTooFewAndThenGivesUp() {
        assertThat(fills(1_000)).containsExactly(2_048, 16_384, 16_384);
        assertThat(fills(10_000)).containsExactly(2_048, 16_384);
        assertThat(fills(100)).containsExactly(2_048, 2_048, 2_048);
    }

    /** How many rows it took each time until it was full, at most three times and as long as it is worthwhile. */
    private static List<Integer> fills(int devices) {
        RowInbox inbox = new RowInbox(INTS);
        List<RowsBuffer> buffers =
                Stream.generate(() -> buffer(INTS)).limit(devices).toList();
        List<Integer> fills = new ArrayList<>();
        int next = 0;
        while (inbox.isWorthwhile() && fills.size() < 3) {
            int count = 0;
            while (!inbox.isFull()) {
                inbox.append(buffers.get(next++ % devices), next, ObjectRow.of(next));
                count++;
            }
            inbox.deliver();
            fills.add(count);
        }
        return fills;
    }

    private static RowsBuffer buffer(List<TSDataType> types) {
        return new RowsBuffer(Devices.ofPath("root.x.y.any"), new BufferContext(types, new HeapMeter()));
    }
}
