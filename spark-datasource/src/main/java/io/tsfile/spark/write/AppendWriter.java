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

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** A task that adds rows. */
class AppendWriter implements DataWriter<InternalRow> {
    /** Takes the rows; ends with the task. */
    protected final TaskWriter writer;

    AppendWriter(WriteTarget target) throws IOException {
        writer = new TaskWriter(target);
    }

    @Override
    public void write(InternalRow row) throws IOException {
        writer.append(row);
    }

    @Override
    public WriterCommitMessage commit() throws IOException {
        return new WrittenMessage(writer.finish());
    }

    @Override
    public void abort() throws IOException {
        writer.close();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
