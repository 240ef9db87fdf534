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

import java.util.List;
import java.util.stream.Stream;

/**
 * Options that have to do with one thing.
 *
 * @param title a heading of the reference
 * @param about a sentence below it
 * @param options in the order of the reference
 */
record OptionGroup(String title, String about, List<KnownOption<?>> options) {
    private static final String DURATION = "a time such as 7 d, 24 h, 30 min, 10 s or 500 ms";
    private static final String ENCODINGS = "an encoding or auto";
    private static final String COMPRESSIONS = "a compression or auto";

    /** All there are, in the order of the reference. */
    static final List<OptionGroup> ALL = List.of(
            new OptionGroup(
                    "The table",
                    "Where the table is, and what its columns are.",
                    List.of(
                            KnownOption.of(
                                            TsFileOptions.PATH,
                                            "a local path, or a URI such as hdfs://host/folder or s3a://bucket/folder")
                                    .where(path -> !path.isBlank())
                                    .isRequired(),
                            KnownOption.of(TsFileOptions.TABLE, "a name")
                                    .where(name -> !name.isBlank())
                                    .otherwise("the Flink table's name"),
                            KnownOption.of(TsFileOptions.MODEL, "table or tree"),
                            KnownOption.of(TsFileOptions.TIME_COLUMN, "a column")
                                    .otherwise("the watermark's column, else time, else the only TIMESTAMP"),
                            KnownOption.of(TsFileOptions.TAG_COLUMNS, "STRING columns with semicolons between them")
                                    .otherwise("none"),
                            KnownOption.of(TsFileOptions.ALIGNED, "true or false"),
                            KnownOption.of(TsFileOptions.HADOOP, "text").otherwise("Hadoop's own"))),
            new OptionGroup(
                    "A new table",
                    "What a table becomes that the job creates. One that exists stays as it is; a job that says otherwise logs a"
                            + " warning.",
                    List.of(
                            KnownOption.of(TsFileOptions.TIME_PRECISION, "millis, micros or nanos")
                                    .otherwise("the coarsest that holds all TIMESTAMP columns"),
                            KnownOption.of(
                                    TsFileOptions.TIME_PARTITION,
                                    "a duration such as 7 d or 12 h, one time unit of the table at least; or none"),
                            KnownOption.of(TsFileOptions.ENCODING, ENCODINGS),
                            KnownOption.of(TsFileOptions.ENCODING_OF_COLUMN, ENCODINGS)
                                    .otherwise("encoding"),
                            KnownOption.of(TsFileOptions.COMPRESSION, COMPRESSIONS),
                            KnownOption.of(TsFileOptions.COMPRESSION_OF_COLUMN, COMPRESSIONS)
                                    .otherwise("compression"),
                            KnownOption.of(
                                            TsFileOptions.TTL,
                                            "a time such as 90d (w, d, h, m, s, ms, us, ns), or a number in the table's"
                                                    + " unit")
                                    .otherwise("for ever"),
                            KnownOption.of(TsFileOptions.RETENTION, DURATION),
                            KnownOption.of(TsFileOptions.ORPHAN_RETENTION, DURATION),
                            KnownOption.of(TsFileOptions.LOG_RETENTION, DURATION),
                            KnownOption.of(TsFileOptions.WRITER_RETENTION, DURATION),
                            KnownOption.of(TsFileOptions.CHECKPOINT_INTERVAL, "a number, 1 at least")
                                    .where(commits -> commits > 0))),
            new OptionGroup(
                    "Writing",
                    "How one job writes. They can differ from statement to statement.",
                    List.of(
                            KnownOption.of(TsFileOptions.PARALLELISM, "a number, 1 at least")
                                    .where(subtasks -> subtasks > 0)
                                    .otherwise("the job's"),
                            KnownOption.of(TsFileOptions.BUFFER_MEMORY, "a size such as 64 mb, 1 byte at least")
                                    .where(size -> size.getBytes() > 0),
                            KnownOption.of(TsFileOptions.BUFFER_AGE, "a time such as 1 min; 0 for no limit")
                                    .where(age -> !age.isNegative()),
                            KnownOption.of(TsFileOptions.ENCODE_THREADS, "a number, 1 at least")
                                    .where(threads -> threads > 0),
                            KnownOption.of(TsFileOptions.FILE_SIZE, "a size such as 256 mb, 1 byte at least")
                                    .where(size -> size.getBytes() > 0),
                            KnownOption.of(TsFileOptions.SINK_ENCODING, ENCODINGS)
                                    .otherwise("the table's"),
                            KnownOption.of(TsFileOptions.SINK_ENCODING_OF_COLUMN, ENCODINGS)
                                    .otherwise("sink.encoding, else the table's"),
                            KnownOption.of(TsFileOptions.SINK_COMPRESSION, COMPRESSIONS)
                                    .otherwise("the table's"),
                            KnownOption.of(TsFileOptions.SINK_COMPRESSION_OF_COLUMN, COMPRESSIONS)
                                    .otherwise("sink.compression, else the table's"),
                            KnownOption.of(
                                            TsFileOptions.COMMIT_TIMEOUT,
                                            "a time such as 2 min, above 0 and below the checkpoint timeout")
                                    .where(timeout -> !timeout.isNegative() && !timeout.isZero()),
                            KnownOption.of(TsFileOptions.REQUIRE_CHECKPOINTS, "true or false"))),
            new OptionGroup(
                    "Compaction in the job",
                    "Whether, when and how hard a job that writes compacts the table.",
                    List.of(
                            KnownOption.of(TsFileOptions.COMPACTION, "true or false"),
                            KnownOption.of(TsFileOptions.COMPACTION_INTERVAL, "a time such as 1 min, 1 ms at least")
                                    .where(interval -> interval.toMillis() > 0),
                            KnownOption.of(TsFileOptions.COMPACTION_MIN_COMMITS, "a number, 1 at least")
                                    .where(commits -> commits > 0),
                            KnownOption.of(TsFileOptions.COMPACTION_PARALLELISM, "a number, 1 at least")
                                    .where(subtasks -> subtasks > 0),
                            KnownOption.of(TsFileOptions.COMPACTION_THREADS, "a number, 1 at least")
                                    .where(threads -> threads > 0),
                            KnownOption.of(TsFileOptions.COMPACTION_RATE, "a size such as 50 mb; 0 for no limit"))),
            new OptionGroup(
                    "Deletes, nulls and bad rows",
                    "What becomes of rows that delete, have nulls, or cannot be written.",
                    List.of(
                            KnownOption.of(TsFileOptions.DELETES, "apply, ignore or refuse"),
                            KnownOption.of(TsFileOptions.NULLS, "keep or erase"),
                            KnownOption.of(TsFileOptions.BAD_ROWS, "fail or dead-letter"),
                            KnownOption.of(TsFileOptions.DEAD_LETTER_PATH, "a local path, or a URI")
                                    .where(path -> !path.isBlank())
                                    .otherwise("_tsfile/dead-letter in the table's folder"))),
            new OptionGroup(
                    "Queries",
                    "What one query reads. It can differ from statement to statement.",
                    List.of(
                            KnownOption.of(TsFileOptions.SCAN_MODE, "snapshot, latest, full-then-latest or from-commit")
                                    .where(List.of("snapshot", "latest", "full-then-latest", "from-commit")::contains),
                            KnownOption.of(TsFileOptions.SCAN_COMMIT, "a commit's number, 1 at least")
                                    .where(commit -> commit > 0)
                                    .otherwise("the newest"),
                            KnownOption.of(TsFileOptions.SCAN_TIMESTAMP, "milliseconds since the epoch")
                                    .otherwise("now"),
                            KnownOption.of(TsFileOptions.SCAN_SPLIT_SIZE, "a size such as 128 mb, 1 byte at least")
                                    .where(size -> size.getBytes() > 0),
                            KnownOption.of(TsFileOptions.SCAN_DISCOVERY, "a time such as 10 s, 1 ms at least")
                                    .where(interval -> interval.toMillis() > 0),
                            KnownOption.of(TsFileOptions.SCAN_DELETES, "fail or ignore")
                                    .where(List.of("fail", "ignore")::contains),
                            KnownOption.of(TsFileOptions.SCAN_PARALLELISM, "a number, 1 at least")
                                    .where(subtasks -> subtasks > 0)
                                    .otherwise("the job's"),
                            KnownOption.of(TsFileOptions.SCAN_FILE_ORDER, "name or modified")
                                    .where(List.of("name", "modified")::contains)
                                    .otherwise("they must not overlap"),
                            KnownOption.of(TsFileOptions.SCAN_UNSEALED, "fail or skip")
                                    .where(List.of("fail", "skip")::contains))));

    /** Takes a copy. */
    OptionGroup {
        options = List.copyOf(options);
    }

    /** The options of all groups. */
    static Stream<KnownOption<?>> all() {
        return ALL.stream().flatMap(group -> group.options.stream());
    }
}
