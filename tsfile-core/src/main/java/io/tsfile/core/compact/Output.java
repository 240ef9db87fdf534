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
package io.tsfile.core.compact;

import io.tsfile.core.flush.EncodedSeries;
import java.io.IOException;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Chunks that are to be written: how they are made, and how they are written.
 *
 * @param device whose they are
 * @param bytes of heap that they take, and what they are made of, at most, about
 * @param maker makes them
 * @param writer writes each of them
 */
record Output(IDeviceID device, long bytes, Maker maker, Writer writer) {
    /** Makes chunks. Called once, by any thread; nobody else has what it uses. */
    @FunctionalInterface
    interface Maker {
        List<EncodedSeries> make() throws IOException;
    }

    /** Writes chunks. Called by one thread after the other, in the order of the outputs. */
    @FunctionalInterface
    interface Writer {
        void write(EncodedSeries series) throws IOException;
    }
}
