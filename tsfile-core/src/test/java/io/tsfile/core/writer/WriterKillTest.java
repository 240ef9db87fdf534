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
package io.tsfile.core.writer;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few rounds; {@code ./benchmarks/run.sh kill 600} makes many. */
class WriterKillTest {
    @Test
    void losesNothingThatWasAcknowledgedAndDoublesNothing(@TempDir Path folder)
            throws IOException, InterruptedException {
        KillRounds rounds = new KillRounds(folder, 20_261_121);
        for (int round = 0; round < 4; round++) {
            rounds.round(3000);
        }
        System.out.println(rounds);
    }
}
