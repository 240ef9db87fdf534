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

import io.tsfile.core.io.StoreLocation;
import java.time.Duration;

/**
 * How a write-ahead log is kept.
 *
 * @param folder where its segments are: a folder of its own on a disk of this machine, for one writer at a time
 * @param policy when an append counts as acknowledged
 * @param syncInterval longest time between syncs with {@link SyncPolicy#WRITE}
 */
public record WalOptions(StoreLocation folder, SyncPolicy policy, Duration syncInterval) {
    /** Checks that there is time between syncs. */
    public WalOptions {
        if (syncInterval.isNegative() || syncInterval.isZero()) {
            throw new IllegalArgumentException(
                    "Cannot sync a write-ahead log every " + syncInterval + ": the interval must be above 0");
        }
    }

    /** Every append is on the disk before it returns. */
    public static WalOptions synced(StoreLocation folder) {
        return new WalOptions(folder, SyncPolicy.SYNC, Duration.ofSeconds(1));
    }
}
