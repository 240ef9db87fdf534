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

import io.tsfile.core.model.DataFile;
import java.util.List;

/**
 * What an export wrote.
 *
 * @param snapshot the number of the snapshot that was exported
 * @param files in ascending order of their times; no two of them have a row in common
 */
public record ExportReport(long snapshot, List<DataFile> files) {
    /** Bytes of all files. */
    public long bytes() {
        return files.stream().mapToLong(DataFile::length).sum();
    }

    /** Rows of aligned devices plus points of the others. */
    public long rows() {
        return files.stream().mapToLong(DataFile::rows).sum();
    }
}
