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
package io.tsfile.benchmarks.flink;

import io.tsfile.benchmarks.process.ProgramProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job with the sink that goes on until Enter is pressed, to look at in Flink's web page. */
public final class WebPage {
    private static final int PARALLELISM = 2;
    private static final long CHECKPOINT_MILLIS = 5000;
    private static final long NEVER_ENDING = 1_000_000_000_000_000_000L;

    private WebPage() {}

    /** Takes nothing. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("flink-page");
        try {
            Configuration configuration = new Configuration();
            configuration.set(RestOptions.BIND_ADDRESS, "localhost");
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration);
            environment.setParallelism(PARALLELISM);
            environment.enableCheckpointing(CHECKPOINT_MILLIS);
            SinkKind.COMPACTING.attach(
                    new SensorRows(NEVER_ENDING, 2, PARALLELISM).stream(environment), folder.toString());
            JobClient job = environment.executeAsync("Sensors to a table");
            System.out.println("http://localhost:8081/#/job/running/" + job.getJobID() + "/overview");
            System.out.println("Press Enter to stop.");
            System.in.read();
            job.cancel().get();
        } finally {
            ProgramProcess.delete(folder);
        }
    }
}
