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
package io.tsfile.examples.flink;

import io.tsfile.examples.cli.CsvArguments.CsvInput;
import io.tsfile.examples.csv.CsvTable;
import io.tsfile.examples.replay.DisorderOptions;
import io.tsfile.examples.replay.ReplayPlan;
import io.tsfile.examples.replay.RowChains;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * Makes the row of each position of a replay plan. The position is all the state there is: Flink keeps it in its
 * checkpoints, and the plan is the same wherever it is made.
 */
final class Replay implements GeneratorFunction<Long, Row> {
    private static final long serialVersionUID = 1L;

    private final CsvInput input;
    private final DisorderOptions disorder;
    private transient @Nullable CsvTable csv;
    private transient @Nullable ReplayPlan plan;

    Replay(CsvInput input, DisorderOptions disorder) {
        this.input = input;
        this.disorder = disorder;
    }

    @Override
    public void open(SourceReaderContext context) throws IOException {
        CsvTable table = input.read();
        csv = table;
        plan = ReplayPlan.of(table, RowChains.of(table), disorder);
    }

    @Override
    public Row map(Long position) {
        ReplayPlan sendings = Objects.requireNonNull(plan, "open() comes first");
        int sending = Math.toIntExact(position);
        return CsvRows.row(
                Objects.requireNonNull(csv, "open() comes first"), sendings.row(sending), sendings.isWrong(sending));
    }
}
