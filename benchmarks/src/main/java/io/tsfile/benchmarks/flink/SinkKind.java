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
package io.tsfile.benchmarks.flink;

import io.tsfile.flink.TsFileSink;
import io.tsfile.flink.TsFileSinkBuilder;
import io.tsfile.flink.compact.JobCompaction;
import java.time.Duration;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.formats.parquet.row.ParquetRowDataBuilder;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;

/** What a job does with the rows. */
enum SinkKind {
    /** Ours, with an operator per stage. */
    STAGED {
        @Override
        void attach(DataStream<RowData> rows, String folder) {
            ours(folder).append(rows);
        }
    },
    /** Ours, with an operator per stage, and with the compaction of what it has written. */
    COMPACTING {
        @Override
        void attach(DataStream<RowData> rows, String folder) {
            ours(folder)
                    .compaction(JobCompaction.DEFAULT.withInterval(SECOND).withMinCommits(2))
                    .append(rows);
        }
    },
    /** Ours, in one operator. */
    FUSED {
        @Override
        void attach(DataStream<RowData> rows, String folder) {
            rows.sinkTo(ours(folder).build());
        }
    },
    /** Flink's files in Parquet, compressed with ZSTD: as they come, in no order and by no device. */
    PARQUET {
        @Override
        void attach(DataStream<RowData> rows, String folder) {
            Configuration parquet = new Configuration(false);
            parquet.set("parquet.compression", "ZSTD");
            rows.sinkTo(FileSink.forBulkFormat(
                            new Path(folder), ParquetRowDataBuilder.createWriterFactory(SensorRows.TYPE, parquet, true))
                    .withBucketAssigner(new BasePathBucketAssigner<>())
                    .build());
        }
    },
    /** Nothing. */
    DISCARD {
        @Override
        void attach(DataStream<RowData> rows, String folder) {
            rows.sinkTo(new DiscardingSink<>());
        }
    };

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Gives the job its sink. */
    abstract void attach(DataStream<RowData> rows, String folder);

    private static TsFileSinkBuilder<RowData> ours(String folder) {
        return TsFileSink.forRowData(SensorRows.TYPE, SensorRows.SCHEMA).location(folder);
    }
}
