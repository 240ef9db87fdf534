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
package io.tsfile.core.compact;

import io.tsfile.core.model.DataFile;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What a runner made of a task: complete, durable files that no commit names yet. What becomes of the inputs follows from the task.
 *
 * @param task what it was given
 * @param outputs what it wrote; none if nothing is seen of the cut, or if the task is a move or a drop
 */
public record CompactionResult(CompactionTask task, ArrayList<DataFile> outputs) implements Serializable {}
