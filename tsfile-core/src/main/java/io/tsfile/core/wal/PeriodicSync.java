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
package io.tsfile.core.wal;

import java.io.Closeable;
import java.time.Duration;

/** The thread that syncs what others only write. Ends with the group commit that it serves; closing waits for that. */
final class PeriodicSync implements Closeable {
    private final Thread thread;

    PeriodicSync(GroupCommit commits, Duration interval) {
        long nanos = interval.toNanos();
        this.thread = new Thread(() -> commits.syncEvery(nanos), "tsfile-wal-sync");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
