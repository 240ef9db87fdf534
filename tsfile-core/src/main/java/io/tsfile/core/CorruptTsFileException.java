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
package io.tsfile.core;

/** A file is not what a TsFile must be: cut off, damaged, encrypted, or something else altogether. */
public final class CorruptTsFileException extends TsFileConnectorException {
    /** With a message that names the file. */
    public CorruptTsFileException(String message) {
        super(message);
    }

    /** With a message that names the file, and what the format's library said. */
    public CorruptTsFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
