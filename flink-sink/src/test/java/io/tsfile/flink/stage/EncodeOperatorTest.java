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
package io.tsfile.flink.stage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.flush.EncodeFailedException;
import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.AbstractList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.tsfile.enums.TSDataType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class EncodeOperatorTest {
    @Test
    void failsWithTheSeriesThatCannotBeEncoded() throws Exception {
        RuntimeException cause = new IllegalStateException("test");
        assertFailure(() -> {
                    throw cause;
                })
                .isInstanceOf(EncodeFailedException.class)
                .hasCause(cause);
    }

    /** Flink ends the process then, if told to; it would restart the job in a process that is out of order. */
    @Test
    void hidesNoErrorFromFlink() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("test");
        assertFailure(() -> {
                    throw error;
                })
                .isSameAs(error);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFailure(Runnable failure) throws Exception {
        OneInputStreamOperatorTestHarness<Staged<SortedSeries>, Staged<EncodedSeries>> harness =
                new OneInputStreamOperatorTestHarness<>(new EncodeOperator(FlushOptions.DEFAULT));
        try {
            harness.open();
            StreamRecord<Staged<SortedSeries>> element = new StreamRecord<>(new Staged.Series<>(1, series(failure)));
            return assertThatThrownBy(() -> harness.processElement(element));
        } finally {
            harness.close();
        }
    }

    /** A row whose only column cannot be had. */
    private static SortedSeries series(Runnable failure) {
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 1);
        times.append(1);
        List<Column> columns = new AbstractList<>() {
            @Override
            public Column get(int index) {
                failure.run();
                return Column.field("v", TSDataType.INT64);
            }

            @Override
            public int size() {
                return 1;
            }
        };
        return new SortedSeries(Devices.ofTable("t", "d"), true, 0, 0, times, columns, List.of(times));
    }
}
