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
package io.tsfile.core.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.tsfile.file.metadata.statistics.Statistics;

/** Statistics in the form in which they stand before a page. */
final class StatisticsBytes {
    private StatisticsBytes() {}

    /** Writes them at {@code position}, and returns the position behind them. */
    static int write(Statistics<?> statistics, byte[] target, int position) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(statistics.getSerializedSize());
        try {
            statistics.serialize(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write statistics into memory", e);
        }
        byte[] written = bytes.toByteArray();
        System.arraycopy(written, 0, target, position, written.length);
        return position + written.length;
    }
}
