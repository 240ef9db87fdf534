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
package io.tsfile.core.encoding.decode;

import io.tsfile.core.encoding.MalformedPageException;
import io.tsfile.core.encoding.ValueDecoder;
import io.tsfile.core.vector.Vector;

/** A page without a value, such as one whose rows are all null. */
enum NoValues implements ValueDecoder {
    INSTANCE;

    @Override
    public void decode(Vector target, int count) {
        skip(count);
    }

    @Override
    public void skip(int count) {
        if (count > 0) {
            throw new MalformedPageException("a page of " + count + " values expected, and it has none");
        }
    }
}
