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

/** Closes things without losing a failure: neither the one that led here nor those of the closing. */
public final class Cleanup {
    private Cleanup() {}

    /** Closes what a failure leaves behind; if that fails too, the failure that is about to be thrown says so. */
    public static void closeAfter(Throwable failure, Closeable resource) {
        try {
            resource.close();
        } catch (IOException suppressed) {
            failure.addSuppressed(suppressed);
        }
    }

    /**
     * Closes all of them, also those behind one that fails.
     *
     * @throws IOException the first failure, with the others suppressed
     */
    public static void closeAll(Collection<? extends Closeable> resources) throws IOException {
        @Nullable IOException failure = null;
        for (Closeable resource : resources) {
            if (failure != null) {
                closeAfter(failure, resource);
                continue;
            }
            try {
                resource.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
