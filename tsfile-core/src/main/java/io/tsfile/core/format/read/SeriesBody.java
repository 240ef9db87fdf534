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
package io.tsfile.core.format.read;

import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.format.Encodings;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.SpareVectors;

/** The two parts of a page that has times of its own: the number of bytes of the times stands first, then they, then values. */
record SeriesBody(PageBytes encodedTimes, PageBytes encodedValues) {
    /**
     * Splits a page.
     *
     * @throws io.tsfile.core.encoding.MalformedPageException if its times are longer than the page
     */
    static SeriesBody of(PageBytes body) {
        HeaderReader reader = new HeaderReader(body.array(), body.from(), body.to());
        int timeBytes = reader.varInt();
        int timesFrom = reader.position();
        reader.skip(timeBytes);
        return new SeriesBody(
                new PageBytes(body.array(), timesFrom, reader.position()), body.startingAt(reader.position()));
    }

    /** The decoded times: no header says how they are encoded, and everybody takes it to be the usual way. */
    LongVector times(long count, SpareVectors spare) {
        return PageDecoder.times(Encodings.TIME, encodedTimes, count, spare);
    }
}
