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
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.scan.SkippedFile;
import io.tsfile.core.table.TableMetadata;
import java.util.List;

/**
 * What registering a folder would do, or did.
 *
 * @param metadata what the table is
 * @param files its files, oldest first, each with the deletions that come with it
 * @param skipped files of the folder that stay out of the table
 */
public record RegisterPlan(TableMetadata metadata, List<LiveFile> files, List<SkippedFile> skipped) {
    /** Copies the lists. */
    public RegisterPlan {
        files = List.copyOf(files);
        skipped = List.copyOf(skipped);
    }

    /** Bytes of all files. */
    public long bytes() {
        return files.stream().mapToLong(file -> file.file().length()).sum();
    }

    /** Rows of aligned devices plus points of the others, as they are stored: duplicates and deleted ones counted. */
    public long rows() {
        return files.stream().mapToLong(file -> file.file().rows()).sum();
    }

    /** Values as they are stored. */
    public long points() {
        return files.stream().mapToLong(file -> file.file().points()).sum();
    }

    /** How many deletions come with the files. */
    public long deletions() {
        return files.stream().mapToLong(LiveFile::deletedRanges).sum();
    }

    /** Files that are proved not to overlap themselves, and so can be copied chunk by chunk. */
    public long ordered() {
        return files.stream().map(LiveFile::file).filter(DataFile::ordered).count();
    }
}
