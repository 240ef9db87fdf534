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
package io.tsfile.core.format.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.testing.DamageFuzz;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten seconds of what {@code ./benchmarks/run.sh fuzz} does for longer. */
class DamageFuzzTest {
    @Test
    void damagedFilesGiveRowsOrAnErrorThatNamesThem(@TempDir Path folder) throws IOException {
        try (DamageFuzz fuzz = new DamageFuzz(folder, 1)) {
            DamageFuzz.Result result = fuzz.run(10_000);
            // Some damage is in values, which look like any others.
            assertThat(result.errors()).isBetween(result.cases() / 10, result.cases() - 1);
        }
    }
}
