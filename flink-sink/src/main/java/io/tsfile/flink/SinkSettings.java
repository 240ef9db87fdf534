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

import io.tsfile.flink.commit.TargetTable;
import io.tsfile.flink.stage.StageSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What both forms of the sink are told.
 *
 * @param stage for the stages
 * @param tableFound whether the table was there when the job was planned
 * @param overwrite an id for a job that replaces all that the table holds, or null for one that adds to it
 * @param requireCheckpoints whether a job is refused that can commit with savepoints alone
 * @param commitTimeout for the committer
 * @param aggregatorUid the uid of the operator between writers and committer, or null to let Flink make one
 */
record SinkSettings(
        StageSettings stage,
        boolean tableFound,
        @Nullable UUID overwrite,
        boolean requireCheckpoints,
        Duration commitTimeout,
        @Nullable String aggregatorUid) implements Serializable {
    /** The table, made by the job if need be. */
    TargetTable target() {
        return new TargetTable(stage.location(), stage.table(), tableFound);
    }

    /** What the names of all operators begin with. */
    String name() {
        return "TsFile " + stage.table().schema().name();
    }
}
