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
package io.tsfile.flink;

import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.flink.stage.SeriesWriter;
import io.tsfile.flink.stage.Staged;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** The end of the staged form: takes what the encoder made. Not public, because its input has to come by device. */
final class StagedSink extends TableSink<Staged<EncodedSeries>> {
    StagedSink(SinkSettings settings) {
        super(settings);
    }

    @Override
    public SinkWriter<Staged<EncodedSeries>> createWriter(WriterInitContext context) throws IOException {
        settings().target().ready();
        return new SeriesWriter(settings().stage(), context.metricGroup());
    }
}
