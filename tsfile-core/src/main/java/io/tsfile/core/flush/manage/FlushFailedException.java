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
import org.jspecify.annotations.Nullable;

/**
 * A flush, or the installation of its files, failed as often as it may. Its rows are still in memory, and in the write-ahead
 * log if there is one; {@link FlushQueue#resume} tries again.
 */
public final class FlushFailedException extends IOException {
    private static final long serialVersionUID = 1;

    /** With the last failure; the earlier ones are suppressed in it. */
    public FlushFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
