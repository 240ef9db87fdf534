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

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Closes things, and passes failures on, without losing one: neither what led here nor those of the closing. */
public final class Cleanup {
    private Cleanup() {}

    /** Closes what a failure leaves behind; if that fails too, the failure that is about to be thrown says so. */
    public static void closeAfter(Throwable failure, Closeable resource) {
        try {
            resource.close();
        } catch (IOException | RuntimeException | Error suppressed) {
            addSuppressed(failure, suppressed);
        }
    }

    /**
     * Closes all of them, also those behind one that fails, in whatever way.
     *
     * @throws IOException if that is the first failure; the others are suppressed in it
     */
    public static void closeAll(Collection<? extends Closeable> resources) throws IOException {
        @Nullable Throwable failure = null;
        for (Closeable resource : resources) {
            try {
                resource.close();
            } catch (IOException | RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else {
                    addSuppressed(failure, e);
                }
            }
        }
        if (failure != null) {
            throw rethrown(failure);
        }
    }

    /**
     * Throws a failure that was kept, as what it is; one that a caller could not declare is thrown as the cause of another. The
     * type is for the compiler: this never returns.
     */
    public static RuntimeException rethrown(Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        throw new IllegalStateException(failure);
    }

    private static void addSuppressed(Throwable failure, Throwable later) {
        // The same one again, where a resource keeps its failure.
        if (failure != later) {
            failure.addSuppressed(later);
        }
    }
}
