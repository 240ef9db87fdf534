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
package io.tsfile.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.examples.UserException;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ProgramsTest {
    @Test
    void tellsTheMistakesOfTheUserFromFailures() {
        assertThat(Programs.run(new Program(null))).isEqualTo(Programs.OK);
        assertThat(Programs.run(new Program(new UserException("Cannot do it: say it otherwise"))))
                .isEqualTo(Programs.USER_ERROR);
        assertThat(Programs.run(new Program(new IOException("disk")))).isEqualTo(Programs.FAILED);
        assertThat(Programs.run(new Program(null), "--nonsense")).isEqualTo(Programs.USER_ERROR);
        assertThat(Programs.run(new Program(null), "--number", "many")).isEqualTo(Programs.USER_ERROR);
    }

    @Test
    void showsTheMessageThatHelpsOutOfAChainOfCauses() {
        Exception helpful = new IllegalStateException("Cannot write t: the disk is full", new IOException("errno 28"));

        assertThat(Programs.message(new RuntimeException("job failed", helpful)))
                .isEqualTo("Cannot write t: the disk is full");
        assertThat(Programs.message(new RuntimeException("job failed", new IOException("errno 28"))))
                .isEqualTo("Cannot finish: java.io.IOException: errno 28");
    }

    @Command(name = "program")
    private static final class Program implements Callable<Integer> {
        private final @Nullable Exception end;

        @Option(names = "--number")
        @SuppressWarnings("UnusedVariable") // The command line alone sets it.
        private int number;

        Program(@Nullable Exception end) {
            this.end = end;
        }

        @Override
        public Integer call() throws Exception {
            if (end != null) {
                throw end;
            }
            return Programs.OK;
        }
    }
}
