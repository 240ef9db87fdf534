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
package io.tsfile.core.scan;

import io.tsfile.core.io.FileStore;
import java.io.IOException;
import java.util.Optional;

/** A folder of TsFiles without a log, read as it is and never modified. */
public final class PlainFolder {
    private PlainFolder() {}

    /**
     * Finds the files and their common schema.
     *
     * @param table which table to read where the folder holds several; absent: the only one
     * @param order how to tell which of two overlapping files is newer where their names do not say it: {@code name} or
     *     {@code modified}
     * @throws io.tsfile.core.TsFileConnectorException if it holds no TsFile, several tables, types that differ, files of
     *     unknown order that overlap, or deletions
     */
    public static ScanSource discover(FileStore store, Optional<String> table, Optional<String> order)
            throws IOException {
        throw new UnsupportedOperationException();
    }
}
