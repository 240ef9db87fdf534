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
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** A job that writes rows. The commit coordinator lets one attempt of each task hand out files, and the others delete theirs. */
final class TableBatchWrite implements BatchWrite {
    private final WriteTarget target;
    private final JobCommit job;
    private final CommitId id = CommitId.unique();

    TableBatchWrite(WriteTarget target, Effect effect) {
        this.target = target;
        this.job = new JobCommit(target, effect);
    }

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        return new AppendWriterFactory(target);
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
