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
package io.tsfile.core.flush.staged;

import io.tsfile.core.flush.FlushStage;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Counts the steps of one stage, and does something in front of one of them. */
final class StepCounter implements StepHook {
    private final FlushStage stage;
    private final int step;
    private final Act act;
    private final AtomicInteger steps = new AtomicInteger();

    /** What happens at a step. */
    interface Act {
        void happen() throws IOException;
    }

    /** Acts at the step with that number; the first one is 1. */
    StepCounter(FlushStage stage, int step, Act act) {
        this.stage = stage;
        this.step = step;
        this.act = act;
    }

    static int count(FlushStage stage, FlushFixture fixture, Workload workload, Tuning tuning) throws IOException {
        StepCounter counter = new StepCounter(stage, 0, () -> {});
        try (StagedFlush engine = fixture.staged(workload, tuning, counter)) {
            fixture.flush(engine, workload);
        }
        return counter.steps.get();
    }

    @Override
    public void before(FlushStage now, IDeviceID device) throws IOException {
        if (now == stage && steps.incrementAndGet() == step) {
            act.happen();
        }
    }
}
