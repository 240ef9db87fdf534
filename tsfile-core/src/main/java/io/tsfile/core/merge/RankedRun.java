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
package io.tsfile.core.merge;

/** A run with its place in the order of versions, and in the plan of the batch. Not thread-safe. */
final class RankedRun {
    private final int rank;
    private final Run run;
    /** The plan's batch and the run's page that {@link #place} is of. */
    private int batch = -1;

    private int page = -1;
    private int place;

    /** A run that is newer than those of lower ranks. */
    RankedRun(int rank, Run run) {
        this.rank = rank;
        this.run = run;
    }

    int rank() {
        return rank;
    }

    Run run() {
        return run;
    }

    /** The place of the run's page among the pages of the plan. */
    int place(MergePlan plan) {
        if (batch != plan.batch() || page != run.pageNumber()) {
            batch = plan.batch();
            page = run.pageNumber();
            place = plan.addPage(run);
        }
        return place;
    }
}
