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
package io.tsfile.core.model;

import java.nio.charset.StandardCharsets;

/** What a name in a file can be: of a column, of a table, of a device's segment. */
public final class Names {
    private Names() {}

    /**
     * Whether a name has UTF-8 bytes: a half of a surrogate pair alone has none. Files would get a question mark for it, and
     * nobody would find the name again.
     */
    public static boolean isEncodable(String name) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }
}
