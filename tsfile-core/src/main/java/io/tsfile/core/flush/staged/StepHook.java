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
import org.apache.tsfile.file.metadata.IDeviceID;

/** Is called by every thread of a flush in front of each step, so that tests can delay and break any of them. */
interface StepHook {
    StepHook NONE = (stage, device) -> {};

    void before(FlushStage stage, IDeviceID device) throws IOException;
}
