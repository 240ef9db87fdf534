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
package io.tsfile.core.maintenance;

/**
 * A file that a vacuum deletes.
 *
 * @param path relative to the table's folder
 * @param bytes its length
 * @param reason why nobody needs it
 * @param detail the reason for people
 */
public record VacuumItem(String path, long bytes, Reason reason, String detail) {
    /** Why nobody needs a file. */
    public enum Reason {
        /** A commit removed it, and all snapshots that have it were superseded longer ago than {@code retention}. */
        REMOVED,
        /** No commit that the log knows names it, and it is older than {@code orphan-retention}. */
        ORPHAN,
        /** An earlier vacuum doomed it, and was interrupted. */
        DOOMED,
        /** A part of the log that a checkpoint makes unnecessary, older than {@code log-retention}. */
        LOG
    }
}
