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
package io.tsfile.spark.write;

import java.util.Arrays;
import java.util.List;

/** The options of a write, each described once; a test holds the tables of {@code docs/spark.md} to these words. */
enum WriteOption {
    /** The folder. */
    PATH("path", Use.ALWAYS, "a folder", "the table's folder; the same as the argument of `save` and `start`"),
    /** What becomes of different rows of one key. */
    DUPLICATES(
            "duplicates",
            Use.ALWAYS,
            "`fail`, `any`, `last-by(<column>)`",
            "what becomes of different rows of one device and time in one job: `fail`, which "
                    + "shows both and is the default; `last-by(<column>)`, the one with the greater value "
                    + "of that column counts, measurement by measurement; `any`, one of them is written. "
                    + "Equal rows are always one"),
    /** How long files get. */
    TARGET_FILE_BYTES(
            "targetFileBytes",
            Use.ALWAYS,
            "a number of bytes",
            "a file is closed, and continued in another, once it is that long; 256 MiB unless " + "given"),
    /** Whether devices of the tree model are aligned. */
    ALIGNED(
            "aligned",
            Use.ALWAYS,
            "`true`, `false`",
            "`false`: each measurement of a device of the tree model has times of its own; `true` " + "unless given"),
    /** Whether the table gets the rows' columns. */
    MERGE_SCHEMA(
            "mergeSchema",
            Use.BY_PATH,
            "`true`, `false`",
            "`true`: columns that the table does not have become fields of it, and INT becomes "
                    + "BIGINT, FLOAT becomes DOUBLE, where the rows are wider; `false` unless given. For "
                    + "tables of a catalog there is `ALTER TABLE`"),
    /** How times are given. */
    TIMESTAMP_AS(
            "timestampAs",
            Use.BY_PATH,
            "`timestamp`, `long`",
            "`long`: the time, and columns of type TIMESTAMP, are given as BIGINT in the table's " + "unit"),
    /** The name of a new table. */
    TABLE("table", Use.OF_NEW, "a name", "the name of the table in its files; the folder's name unless given"),
    /** The model of a new table. */
    MODEL("model", Use.OF_NEW, "`table`, `tree`", "`table` unless given"),
    /** The time of a new table. */
    TIME_COLUMN("timeColumn", Use.OF_NEW, "a column", "which column is the time; `time` unless given"),
    /** The tags of a new table. */
    TAG_COLUMNS(
            "tagColumns",
            Use.OF_NEW,
            "STRING columns",
            "the tags, in the order in which they name the device; none unless given"),
    /** The unit of a new table's times. */
    TIMESTAMP_PRECISION("timestampPrecision", Use.OF_NEW, "`ms`, `us`, `ns`", "the unit of times; `ms` unless given"),
    /** How the files of a new table are cut. */
    TIME_PARTITION(
            "timePartition",
            Use.OF_NEW,
            "`7d`, `12h`, `30min`, ... or `none`",
            "no file crosses such an interval; `7d` unless given");

    /** Where an option means something. */
    enum Use {
        /** In every write. */
        ALWAYS,
        /** In writes to a folder. */
        BY_PATH,
        /** What a new table becomes; where there is one, a check. */
        OF_NEW
    }

    private final String key;
    private final Use use;
    private final String values;
    private final String description;

    WriteOption(String key, Use use, String values, String description) {
        this.key = key;
        this.use = use;
        this.values = values;
        this.description = description;
    }

    String key() {
        return key;
    }

    Use use() {
        return use;
    }

    /** Its row in a table for people. */
    String row() {
        return "| `" + key + "` | " + values + " | " + description + " |";
    }

    /** The names of all. */
    static List<String> keys() {
        return Arrays.stream(values()).map(WriteOption::key).toList();
    }
}
