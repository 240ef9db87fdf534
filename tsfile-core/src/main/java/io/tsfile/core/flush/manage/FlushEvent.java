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

import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.FlushStats;
import io.tsfile.core.model.DataFile;
import java.util.List;
import java.util.Optional;

/**
 * A flush that ended.
 *
 * @param table whose it was
 * @param reasons of the hand-overs in it, in their order
 * @param sequence of the last of them
 * @param memTables how many it wrote
 * @param rawBytes of the memtables
 * @param files that were installed; none if it failed, or there were no rows
 * @param stats of the engine's last try
 * @param attempts tries of the flush
 * @param installAttempts tries of the installation
 * @param waitNanos from the first hand-over to the begin of the flush
 * @param flushNanos from there until the files were complete, with all tries
 * @param installNanos from there until they were visible, with the wait for earlier flushes
 * @param failure why it gave up, if it did
 */
public record FlushEvent(
        String table,
        List<FlushReason> reasons,
        long sequence,
        int memTables,
        long rawBytes,
        List<DataFile> files,
        FlushStats stats,
        int attempts,
        int installAttempts,
        long waitNanos,
        long flushNanos,
        long installNanos,
        Optional<Throwable> failure) {}
