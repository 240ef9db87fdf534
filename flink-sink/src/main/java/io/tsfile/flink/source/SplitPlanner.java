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
package io.tsfile.flink.source;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import java.util.ArrayList;
import java.util.List;

/** Makes splits of what is to be scanned. Pure. */
final class SplitPlanner {
    /** Smaller splits cost more to hand out than they bring. */
    private static final long LEAST_BYTES = 1 << 20;

    private final ReadSettings settings;
    private final ReadColumns columns;
    private final int readers;

    /**
     * @param readers how many there are: a small read is cut so that most of them have something to do
     */
    SplitPlanner(ReadSettings settings, ReadColumns columns, int readers) {
        this.settings = settings;
        this.columns = columns;
        this.readers = readers;
    }

    /** The splits whose rows together are the source's, each row in one of them. */
    List<TsFileSplit> plan(ScanSource source, long commit) {
        if (settings.limit() == 0) {
            return List.of();
        }
        boolean limited = settings.limit() != ReadSettings.NO_LIMIT;
        List<String> fields = columns.fields(source.schema());
        ScanRequest request = new ScanRequest(
                fields, settings.times(), settings.devices(), limited ? settings.splitBytes() : splitBytes(source));
        List<SplitSection> sections = new ArrayList<>();
        for (ScanTask task : ScanPlanner.plan(source, request)) {
            sections.add(new SplitSection(task.cut(), task.files()));
        }
        TableSchema schema = needed(source.schema(), fields);
        if (limited && !sections.isEmpty()) {
            // One reader counts, and stops; two would have to agree on every row to give out neither more nor fewer.
            return List.of(new TsFileSplit(id(commit, 0), commit, schema, sections, settings.limit(), SplitPosition.START));
        }
        List<TsFileSplit> splits = new ArrayList<>();
        for (SplitSection section : sections) {
            splits.add(new TsFileSplit(
                    id(commit, splits.size()),
                    commit,
                    schema,
                    List.of(section),
                    ReadSettings.NO_LIMIT,
                    SplitPosition.START));
        }
        return splits;
    }

    private long splitBytes(ScanSource source) {
        long bytes = source.files().stream()
                .mapToLong(file -> file.file().length())
                .sum();
        return Math.max(Math.min(LEAST_BYTES, settings.splitBytes()), Math.min(settings.splitBytes(), bytes / readers));
    }

    /** A wide table need not be told with each split. In the tree model, any measurement may be what a row is there for (N4). */
    private static TableSchema needed(TableSchema schema, List<String> fields) {
        if (schema.model() == TableModel.TREE) {
            return schema;
        }
        List<Column> columns = new ArrayList<>(schema.tags());
        schema.fields().stream().filter(field -> fields.contains(field.name())).forEach(columns::add);
        return new TableSchema(schema.model(), schema.name(), schema.timeColumn(), schema.precision(), columns);
    }

    private static String id(long commit, int place) {
        return commit + "-" + place;
    }
}
