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
package io.tsfile.core.flush.manage;

import java.io.IOException;

/** Memory did not become free in time; nothing of the append was taken in, and it may be tried again. */
public final class WriteBlockedException extends IOException {
    private static final long serialVersionUID = 1;

    /** With a message that says who holds the memory. */
    public WriteBlockedException(String message) {
        super(message);
    }
}
