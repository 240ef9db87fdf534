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
package io.tsfile.core.encoding.encode;

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.encoding.ValueEncoder;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;

/** INT64 and TIMESTAMP, straight from the vector's array. */
record LongEncoder(LongEncoding encoding) implements ValueEncoder {
    @Override
    public boolean encode(Vector values, int from, int to, PageBuffer target) {
        encoding.encode(((LongVector) values).values(), from, to, target);
        return true;
    }
}
