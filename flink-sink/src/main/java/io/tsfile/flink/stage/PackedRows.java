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

import java.util.Arrays;

/**
 * Rows and deletes of one device, in the order of arrival, on their way to the buffer. A device is in one bucket, so a message
 * can go wherever each of its rows could: also those that an unaligned checkpoint caught on their way, with another parallelism.
 *
 * @param bucket the device's
 * @param bytes what {@link RowPacker} made; never changed
 */
public record PackedRows(int bucket, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof PackedRows that && bucket == that.bucket && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * bucket + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes of rows in bucket " + bucket;
    }
}
