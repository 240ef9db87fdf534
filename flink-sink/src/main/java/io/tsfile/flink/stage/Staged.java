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
package io.tsfile.flink.stage;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.vector.Vector;
import java.util.List;

/**
 * A stage's message, and the drain interval that it belongs to.
 *
 * <p>The interval travels with the message because a barrier alone does not tell the writer when to close its files: the
 * buffer may have passed barrier n, and begun a new set of files, when the checkpoint is aborted and the writer skips its
 * part of it. Series of different intervals never share a file.
 *
 * @param <T> what the stage makes of rows
 */
public sealed interface Staged<T> {
    /** Ascends with every checkpoint that the buffer took part in; starts anew with the job. */
    long interval();

    /**
     * Rows of one device.
     *
     * @param interval as {@link Staged#interval}
     * @param series what the stage made
     */
    record Series<T>(long interval, T series) implements Staged<T> {}

    /**
     * Columns of rows whose other columns follow right behind, in more such messages and then in one that is {@link Series}: see
     * {@link SeriesMessages}. Only in front of the encoder.
     *
     * @param interval as {@link Staged#interval}
     * @param columns in the order of {@code values}
     * @param values one vector per column
     * @param owned whether nobody else has the vectors, nor their arrays, so that they can be used again
     */
    record Columns<T>(long interval, List<Column> columns, List<Vector> values, boolean owned) implements Staged<T> {}

    /**
     * What a drain deletes. The same in every stage.
     *
     * @param interval as {@link Staged#interval}
     * @param tombstones open; their orders are of one count with those of the interval's files
     */
    record Deletions<T>(long interval, List<Tombstone> tombstones) implements Staged<T> {
        /** Copies the list. */
        public Deletions {
            tombstones = List.copyOf(tombstones);
        }
    }
}
