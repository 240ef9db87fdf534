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

import io.tsfile.core.table.CommitId;
import java.util.UUID;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.jspecify.annotations.Nullable;

/**
 * A query that writes rows, one commit per epoch. The writer is the query, as its checkpoint knows it, and the sequence is the
 * epoch: an epoch that runs again is committed once (L3).
 */
final class TableStreamingWrite implements StreamingWrite {
    private final WriteTarget target;
    private final Effect effect;
    private final UUID query;
    private @Nullable JobCommit epoch;

    TableStreamingWrite(WriteTarget target, Effect effect, UUID query) {
        this.target = target;
        this.effect = effect;
        this.query = query;
    }

    @Override
    public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
        return new AppendWriterFactory(target);
    }

    @Override
    public void commit(long epochId, WriterCommitMessage[] messages) {
        epoch = new JobCommit(target, effect);
        epoch.commitEpoch(new CommitId(query, epochId), WrittenMessage.read(messages));
    }

    @Override
    public void abort(long epochId, WriterCommitMessage[] messages) {
        JobCommit failed = epoch;
        (failed == null ? new JobCommit(target, effect) : failed).abort(WrittenMessage.read(messages));
    }
}
