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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.memtable.DeviceBatches;
import io.tsfile.flink.BadRowException;
import io.tsfile.flink.BadRows;
import io.tsfile.flink.Deletes;
import io.tsfile.flink.RowConverter;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Takes rows in, each as a whole or not at all, and sees to those that cannot be written. Not thread-safe. */
final class RowIntake<T> implements Closeable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final RowConverter<T> converter;
    private final DeviceBatches rows;
    private final Deletes deletes;
    private final @Nullable BadRowOutput aside;
    private final Counter badRows;
    private final Counter ignoredDeletes;

    private RowIntake(
            RowConverter<T> converter,
            DeviceBatches rows,
            RowRules rules,
            @Nullable BadRowOutput aside,
            MetricGroup metrics) {
        this.converter = converter;
        this.rows = rows;
        this.deletes = rules.deletes();
        this.aside = aside;
        this.badRows = metrics.counter(SinkMetrics.BAD_ROWS);
        this.ignoredDeletes = metrics.counter(SinkMetrics.IGNORED_DELETES);
    }

    /**
     * An intake of one subtask.
     *
     * @param job whose id dead letters have
     * @param sideOutput takes lines, if the settings say so
     */
    static <T> RowIntake<T> of(
            StageSettings settings,
            RowConverter<T> converter,
            DeviceBatches rows,
            String job,
            BadRowOutput sideOutput,
            MetricGroup metrics) {
        return new RowIntake<>(converter, rows, settings.rules(), aside(settings, job, sideOutput), metrics);
    }

    private static @Nullable BadRowOutput aside(StageSettings settings, String job, BadRowOutput sideOutput) {
        BadRows rule = settings.rules().badRows();
        if (rule instanceof BadRows.DeadLetters letters) {
            return letters.folder() == null
                    ? new DeadLetterFiles(settings.location(), DeadLetterFiles.FOLDER + job + "/")
                    : new DeadLetterFiles(letters.folder(), job + "/");
        }
        return rule instanceof BadRows.SideOutput ? sideOutput : null;
    }

    /**
     * Takes in a row.
     *
     * @throws TsFileConnectorException if it cannot be written, and the job has to fail then
     */
    void take(T row) throws IOException {
        try {
            apply(row);
        } catch (TsFileConnectorException e) {
            badRows.inc();
            if (aside == null) {
                throw e;
            }
            aside.add(line(row, e));
        }
    }

    /** Makes durable what was set aside. */
    void flush() throws IOException {
        if (aside != null) {
            aside.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (aside != null) {
            aside.close();
        }
    }

    private void apply(T row) {
        RowKind kind = converter.kind(row);
        IDeviceID device = converter.device(row);
        long time = converter.time(row);
        // In a retract stream the row behind an UPDATE_BEFORE may have another key, or be missing where a filter
        // dropped it; in an
        // upsert stream there is no UPDATE_BEFORE. So it deletes, which costs little where all of the row comes again.
        boolean isDelete = kind == RowKind.DELETE || kind == RowKind.UPDATE_BEFORE;
        if (isDelete) {
            delete(row, kind, device, time);
        } else {
            rows.append(device, time, converter.values(row));
        }
    }

    private void delete(T row, RowKind kind, IDeviceID device, long time) {
        switch (deletes) {
            case APPLY -> rows.delete(device, time);
            case IGNORE -> ignoredDeletes.inc();
            case REFUSE ->
                throw new TsFileConnectorException(
                        "Cannot write row " + converter.text(row) + " of kind " + kind
                                + ": this sink refuses deletes; filter such rows, or let it apply or ignore them ('sink.deletes')");
        }
    }

    private String line(T row, TsFileConnectorException reason) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("at", Instant.now().toString());
        line.put("reason", reason.getMessage());
        line.put("kind", converter.kind(row).shortString());
        line.put("row", converter.text(row));
        if (reason instanceof BadRowException bad) {
            line.put("column", bad.column());
            line.put("value", bad.value().orElse(null));
        }
        try {
            return MAPPER.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write a row as JSON that is set aside: " + e.getMessage(), e);
        }
    }
}
