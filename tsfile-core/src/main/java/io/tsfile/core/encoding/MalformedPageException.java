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
package io.tsfile.core.encoding;

/** The bytes of a page are not what its encoding says they must be. */
public final class MalformedPageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A damaged page: what was expected, and what was found. */
    public MalformedPageException(String message) {
        super(message);
    }

    /** A damaged page at which a decoder stumbled. */
    public MalformedPageException(String message, Throwable cause) {
        super(message, cause);
    }
}
