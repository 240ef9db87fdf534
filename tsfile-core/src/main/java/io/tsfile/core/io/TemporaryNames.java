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
package io.tsfile.core.io;

import java.util.UUID;

/** Names of the files that a store makes for itself while it creates others; listings leave them out. */
final class TemporaryNames {
    private static final String SUFFIX = ".tmp";

    private TemporaryNames() {}

    /** A new name beside {@code path}. */
    static String beside(String path) {
        int slash = path.lastIndexOf('/') + 1;
        return path.substring(0, slash) + "." + path.substring(slash) + "." + UUID.randomUUID() + SUFFIX;
    }

    /** Whether a file of that name (without folder) is a store's own. */
    static boolean isTemporary(String name) {
        return name.startsWith(".") && name.endsWith(SUFFIX);
    }
}
