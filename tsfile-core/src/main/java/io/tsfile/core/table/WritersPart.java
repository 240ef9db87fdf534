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
package io.tsfile.core.table;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/** How far writers have come, as the body of a part. */
final class WritersPart {
    private WritersPart() {}

    static byte[] write(List<Map.Entry<UUID, WriterMark>> writers) {
        PartOutput out = new PartOutput();
        out.count(writers.size());
        for (Map.Entry<UUID, WriterMark> writer : writers) {
            out.uuid(writer.getKey());
            out.count(writer.getValue().sequence());
            out.count(writer.getValue().number());
            out.signed(writer.getValue().timeMillis());
        }
        return out.finish(PartKind.WRITERS);
    }

    static void read(PartInput in, BiConsumer<UUID, WriterMark> taker) {
        for (int left = in.size(); left > 0; left--) {
            taker.accept(in.uuid(), new WriterMark(in.natural(), in.natural(), in.signed()));
        }
        in.end();
    }
}
