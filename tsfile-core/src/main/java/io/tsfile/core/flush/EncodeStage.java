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

/** The second stage: sorted series to chunks. A pure function of the series and the options; thread-safe. */
public final class EncodeStage {
    /** A stage with the given options. */
    public EncodeStage(FlushOptions options) {
        throw new UnsupportedOperationException();
    }

    /** Encodes and compresses. The series' arrays are only read. */
    public EncodedSeries encode(SortedSeries series) {
        throw new UnsupportedOperationException();
    }
}
