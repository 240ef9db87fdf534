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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two jobs in turn, so that both meet the same machine.
 *
 * @param warmUp rounds that do not count
 * @param measured rounds that do
 */
record Rounds(int warmUp, int measured) {
    /** A kind of job, with its time between two checkpoints. */
    record Job(SinkKind sink, SensorRows rows, int parallelism, long checkpointMillis) {
        private static final long USUAL_CHECKPOINT_MILLIS = 5000;

        Job(SinkKind sink, SensorRows rows, int parallelism) {
            this(sink, rows, parallelism, USUAL_CHECKPOINT_MILLIS);
        }

        JobRun run() throws Exception {
            return JobRun.of(sink, rows, parallelism, checkpointMillis);
        }
    }

    /** The medians of both. */
    record Medians(JobRun first, JobRun second) {}

    Medians measure(Job first, Job second) throws Exception {
        List<JobRun> firsts = new ArrayList<>();
        List<JobRun> seconds = new ArrayList<>();
        for (int round = -warmUp; round < measured; round++) {
            boolean inOrder = round % 2 == 0;
            JobRun one = (inOrder ? first : second).run();
            JobRun other = (inOrder ? second : first).run();
            if (round >= 0) {
                firsts.add(inOrder ? one : other);
                seconds.add(inOrder ? other : one);
            }
        }
        return new Medians(median(firsts), median(seconds));
    }

    private static JobRun median(List<JobRun> runs) {
        runs.sort(Comparator.comparingDouble(JobRun::rowsPerSecond));
        return runs.get(runs.size() / 2);
    }
}
