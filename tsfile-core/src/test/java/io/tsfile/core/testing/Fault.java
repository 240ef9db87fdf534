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
package io.tsfile.core.testing;

/** What happens at the chosen step. */
public enum Fault {
    /** The process ends before the step: a {@link SimulatedCrash}, and every later access fails with it, too. */
    CRASH,
    /** The step is done, and reports an {@link java.io.IOException}: its outcome is unknown to the caller. */
    DONE_BUT_FAILED,
    /** The step is not done and reports an {@link java.io.IOException}. */
    FAILED
}
