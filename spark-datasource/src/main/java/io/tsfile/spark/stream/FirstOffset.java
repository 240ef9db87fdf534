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
package io.tsfile.spark.stream;

import io.tsfile.core.io.FileStore;
import io.tsfile.spark.read.Locations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where a query started, in its checkpoint. Spark keeps only where batches end: a first batch that is run again would else start with
 * what the table has by then.
 */
final class FirstOffset {
    private static final String FILE = "tsfile-start.json";

    private FirstOffset() {}

    /** What the checkpoint says, or {@code otherwise}, which it says from then on. */
    static StreamOffset of(String checkpoint, Supplier<StreamOffset> otherwise) {
        try (FileStore store = Locations.resolve(checkpoint, Map.of()).open()) {
            if (store.status(FILE).isEmpty()) {
                store.createIfAbsent(FILE, otherwise.get().json().getBytes(StandardCharsets.UTF_8));
            }
            return StreamOffset.of(new String(store.read(FILE), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep in " + checkpoint + " where the query starts", e);
        }
    }
}
