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
package io.tsfile.spark.job;

/** How a job ended, for scripts. A job that ends in several ways tells the worst of them, which is the first here. */
enum ExitCode {
    /** At least one table could not be worked on; the others were. */
    FAILED(1),
    /** A verification found files that are not as they should be. */
    DAMAGED(3),
    /** Others worked on the same tables and were faster; nothing is lost, and the next run goes on. */
    CONFLICT(4),
    /** All is done, or there was nothing to do. */
    OK(0);

    /** The arguments are wrong; nothing was begun. */
    static final int USAGE = 2;

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    ExitCode worse(ExitCode other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
