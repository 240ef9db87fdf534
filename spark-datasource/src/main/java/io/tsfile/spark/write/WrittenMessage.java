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

import io.tsfile.spark.job.Payload;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.jspecify.annotations.Nullable;

/** What a task hands to the driver, whichever serializer the session uses. */
final class WrittenMessage implements WriterCommitMessage {
    private static final long serialVersionUID = 1L;

    private final byte[] payload;

    WrittenMessage(Written written) {
        payload = Payload.of(written);
    }

    /** What the tasks wrote, as far as they told. */
    static List<Written> read(@Nullable WriterCommitMessage[] messages) {
        List<Written> all = new ArrayList<>();
        for (WriterCommitMessage message : messages) {
            if (message instanceof WrittenMessage written) {
                all.add(Payload.read(written.payload, Written.class));
            }
        }
        return all;
    }
}
