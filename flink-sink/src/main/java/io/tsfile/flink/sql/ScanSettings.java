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
package io.tsfile.flink.sql;

import io.tsfile.core.scan.PlainOptions;
import io.tsfile.flink.TsFileSourceBuilder;
import io.tsfile.flink.source.DeletesMode;
import io.tsfile.flink.source.ReadRange;
import io.tsfile.flink.source.ScanMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * How a statement reads. Immutable.
 *
 * @param mode which rows
 * @param commit the snapshot, or the first commit
 * @param atMillis the time of which the snapshot was the newest one
 * @param table of a folder without a log, which table; nothing if it holds one only
 * @param order of a folder without a log, how to tell which of two overlapping files is newer
 */
record ScanSettings(
        ScanMode mode,
        Optional<Long> commit,
        Optional<Long> atMillis,
        long splitBytes,
        Duration discovery,
        DeletesMode deletes,
        Optional<Integer> parallelism,
        Optional<String> table,
        Optional<String> order,
        PlainOptions.Unsealed unsealed) {
    /**
     * Reads the options.
     *
     * @param name the table's, for messages
     * @param batch whether the job must end: then the newest snapshot is read whatever commits are to be followed
     * @throws ValidationException if a batch job cannot read so
     * @throws io.tsfile.core.TsFileConnectorException if the options do not go together
     */
    static ScanSettings of(String name, ReadableConfig options, boolean batch) {
        ScanMode asked = ScanMode.valueOf(constant(options.get(TsFileOptions.SCAN_MODE)));
        boolean cut = batch && asked != ScanMode.SNAPSHOT;
        Optional<Long> commit = options.getOptional(TsFileOptions.SCAN_COMMIT);
        Optional<Long> atMillis = options.getOptional(TsFileOptions.SCAN_TIMESTAMP);
        // Refuses what does not go together.
        new ReadRange(asked, commit.orElse(null), atMillis.orElse(null));
        if (batch && asked == ScanMode.FROM_COMMIT) {
            throw new ValidationException("Cannot read table " + name + " with '" + TsFileOptions.SCAN_MODE.key()
                    + "' = '" + options.get(TsFileOptions.SCAN_MODE)
                    + "' in a batch job: commits are followed for ever. SET 'execution.runtime-mode' = 'streaming', or read"
                    + " a snapshot");
        }
        return new ScanSettings(
                cut ? ScanMode.SNAPSHOT : asked,
                commit,
                atMillis,
                options.get(TsFileOptions.SCAN_SPLIT_SIZE).getBytes(),
                options.get(TsFileOptions.SCAN_DISCOVERY),
                DeletesMode.valueOf(constant(options.get(TsFileOptions.SCAN_DELETES))),
                options.getOptional(TsFileOptions.SCAN_PARALLELISM),
                options.getOptional(TsFileOptions.TABLE),
                options.getOptional(TsFileOptions.SCAN_FILE_ORDER),
                PlainOptions.Unsealed.valueOf(constant(options.get(TsFileOptions.SCAN_UNSEALED))));
    }

    private static String constant(String option) {
        return option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** How a folder without a log is read. */
    PlainOptions plain() {
        return new PlainOptions(table, order, unsealed);
    }

    /**
     * Tells a source.
     *
     * @param plain whether the folder has no log
     */
    void apply(TsFileSourceBuilder<?> builder, boolean plain) {
        builder.splitBytes(splitBytes).discoveryInterval(discovery).deletes(deletes);
        if (mode == ScanMode.FROM_COMMIT && commit.isPresent()) {
            builder.fromCommit(commit.get());
        } else {
            builder.mode(mode);
            commit.ifPresent(builder::snapshot);
            atMillis.map(Instant::ofEpochMilli).ifPresent(builder::asOf);
        }
        if (plain) {
            table.ifPresent(builder::plainTable);
            order.ifPresent(builder::plainOrder);
            builder.plainUnsealed(unsealed);
        }
    }
}
