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

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** A store that counts what is read of the files it opens. */
public final class CountingFileStore extends ForwardingFileStore {
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /** Wraps {@code store}, which stays the caller's. */
    public CountingFileStore(FileStore store) {
        super(store);
    }

    /** Reads since the last call. */
    public long takeRequests() {
        return requests.getAndSet(0);
    }

    /** Bytes read since the last call. */
    public long takeBytes() {
        return bytes.getAndSet(0);
    }

    @Override
    public InputFile open(String path) throws IOException {
        return new WatchedInput(super.open(path), length -> {
            requests.incrementAndGet();
            bytes.addAndGet(length);
        });
    }

    @Override
    FileStore wrap(FileStore other) {
        return new CountingFileStore(other);
    }

    @Override
    public void close() {
        // The wrapped store belongs to the caller.
    }
}
