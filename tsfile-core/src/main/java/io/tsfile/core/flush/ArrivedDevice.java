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

import org.jspecify.annotations.Nullable;

/**
 * What arrived of one device. Nobody changes what it holds.
 *
 * @param rows a column per field, of an aligned device
 * @param measurements a series of one column per field that has points, of another device
 */
record ArrivedDevice(@Nullable ArrivedSeries rows, @Nullable ArrivedSeries[] measurements) {
    boolean isEmpty() {
        boolean empty = rows == null || rows.times().size() == 0;
        for (ArrivedSeries series : measurements) {
            empty &= series == null;
        }
        return empty;
    }
}
