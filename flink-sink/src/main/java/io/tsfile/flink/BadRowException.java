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
package io.tsfile.flink;

import io.tsfile.core.TsFileConnectorException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row cannot be written because of one of its columns (N7). A {@link RowConverter} may throw it, too. */
public final class BadRowException extends TsFileConnectorException {
    private static final long serialVersionUID = 1;

    private final String column;
    private final @Nullable String value;

    /**
     * A failure.
     *
     * @param message starts with "Cannot", and says what to do
     * @param value what the column has
     */
    public BadRowException(String message, String column, @Nullable Object value) {
        super(message);
        this.column = column;
        this.value = value == null ? null : String.valueOf(value);
    }

    /** Which column it is. */
    public String column() {
        return column;
    }

    /** What it has, as text; nothing if that is null. */
    public Optional<String> value() {
        return Optional.ofNullable(value);
    }
}
