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

import java.io.Serial;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A table, or a folder of TsFiles, as Flink reads it. Travels to the job manager and the task managers. */
public final class TableSource<T> implements Source<T, TsFileSplit, ReadProgress>, ResultTypeQueryable<T> {
    @Serial
    private static final long serialVersionUID = 1;

    private final ReadSettings settings;
    private final ReadFormat<T> format;

    /** A source that opens the folder when the job runs. */
    public TableSource(ReadSettings settings, ReadFormat<T> format) {
        this.settings = settings;
        this.format = format;
    }

    @Override
    public Boundedness getBoundedness() {
        return settings.range().isBounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<TsFileSplit, ReadProgress> createEnumerator(SplitEnumeratorContext<TsFileSplit> context) {
        return restoreEnumerator(context, ReadProgress.START);
    }

    @Override
    public SplitEnumerator<TsFileSplit, ReadProgress> restoreEnumerator(
            SplitEnumeratorContext<TsFileSplit> context, ReadProgress progress) {
        SplitPlanner planner = new SplitPlanner(settings, format.columns(), context.currentParallelism());
        return settings.range().isBounded()
                ? new TsFileEnumerator(context, new SnapshotFeed(settings, planner), 0, progress)
                : new TsFileEnumerator(
                        context,
                        new CommitsFeed(settings, planner, format::rows),
                        settings.discovery().toMillis(),
                        progress);
    }

    @Override
    public SourceReader<T, TsFileSplit> createReader(SourceReaderContext context) {
        return new TsFileReader<>(
                context, format, new SplitFetcher(settings, format, context.getIndexOfSubtask()));
    }

    @Override
    public SimpleVersionedSerializer<TsFileSplit> getSplitSerializer() {
        return new SplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<ReadProgress> getEnumeratorCheckpointSerializer() {
        return new ProgressSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return format.producedType();
    }
}
