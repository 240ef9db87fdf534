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
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;

/** A job that changes rows. */
final class ChangeBatchWrite implements DeltaBatchWrite {
    private final WriteTarget target;
    private final StructType ids;
    private final JobCommit job;
    private final CommitId id = CommitId.unique();

    ChangeBatchWrite(WriteTarget target, StructType ids, Effect.Change change) {
        this.target = target;
        this.ids = ids;
        this.job = new JobCommit(target, change);
    }

    @Override
    public DeltaWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        return new ChangeWriterFactory(target, ids);
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        job.commit(id, WrittenMessage.read(messages));
    }

    @Override
    public void abort(WriterCommitMessage[] messages) {
        job.abort(WrittenMessage.read(messages));
    }
}
