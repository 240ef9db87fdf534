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
package io.tsfile.flink.commit;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.SchemaEvolution;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;

/**
 * The table that a job writes to. If there was none when the job was planned, the job makes it when it starts: a plan alone, as
 * {@code EXPLAIN} makes one, leaves nothing behind.
 *
 * <p>Every task that writes files or names the table calls {@link #ready} before, because a folder with files and without a
 * log cannot become a table any more. Of several callers, and of several jobs, one makes the table; the others find it.
 *
 * @param location its folder
 * @param metadata what was found there, or what the job makes
 * @param found whether it was there
 */
public record TargetTable(StoreLocation location, TableMetadata metadata, boolean found) implements Serializable {
    /** For the newest snapshot's metadata without its files. */
    private static final TimeRange NO_FILES = new TimeRange(Long.MIN_VALUE, Long.MIN_VALUE);

    /**
     * Makes sure that the table is there.
     *
     * @return its id: another one than that of the metadata if another job was faster
     * @throws TsFileConnectorException if what another job has made cannot take the files of this one
     */
    public UUID ready() throws IOException {
        if (found) {
            return metadata.id();
        }
        try (FileStore store = location.open()) {
            if (!Table.exists(store)) {
                return checked(Table.openOrCreate(store, metadata).snapshot().metadata());
            }
            return checked(Table.snapshot(store, NO_FILES).metadata());
        }
    }

    /** Files are written as planned, so they have to be what the table would have of its own accord. */
    private UUID checked(TableMetadata there) {
        Optional<String> mismatch = SchemaEvolution.mismatch(there.schema(), metadata.schema());
        if (mismatch.isEmpty() && !there.partitioning().equals(metadata.partitioning())) {
            mismatch = Optional.of("its files are cut by times of "
                    + there.partitioning().interval() + ", and those of this job by "
                    + metadata.partitioning().interval());
        }
        mismatch.ifPresent(reason -> {
            throw new TsFileConnectorException("Cannot write to the table in " + location.uri()
                    + ", which another job has made since this one was planned: " + reason
                    + ". Submit the job again; it then finds the table, and takes it as it is or says what to change");
        });
        return there.id();
    }
}
