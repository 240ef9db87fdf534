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
package io.tsfile.examples;

/** A mistake that the user can correct. Its message is all that is shown: no stack trace, exit code 2. */
public final class UserException extends RuntimeException {
    /** A mistake, where it is, and what to do about it. */
    public UserException(String message) {
        super(message);
    }

    /** The same with what it was seen by. */
    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
