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
package io.tsfile.core.table;

import java.util.List;

/**
 * The list of contents of a checkpoint. Once it is there, the checkpoint is complete.
 *
 * @param number of the commit whose state it is
 * @param timeMillis of that commit
 * @param horizonMillis writers whose last commit was before it may be missing; {@link Long#MIN_VALUE} if none is
 * @param metadata what the table was then
 * @param parts what the rest of the state is in
 */
record CheckpointManifest(
        long number, long timeMillis, long horizonMillis, TableMetadata metadata, List<CheckpointPart> parts) {}
