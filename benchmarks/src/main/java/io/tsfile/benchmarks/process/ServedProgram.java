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
package io.tsfile.benchmarks.process;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A program that does what it is told on its standard input, a line for a line, until that ends. */
public abstract class ServedProgram {
    /** Does what a line says, and answers in one line. */
    protected abstract String answer(String command) throws Exception;

    /** Serves the process that started this one, and ends this one. */
    protected final void serve() {
        PrintStream answers = System.out;
        // Nothing else gets among the answers.
        System.setOut(System.err);
        int status = 0;
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                answers.println(answer(command));
            }
        } catch (Exception e) {
            e.printStackTrace();
            status = 1;
        }
        // Whatever threads the way has left behind.
        System.exit(status);
    }
}
