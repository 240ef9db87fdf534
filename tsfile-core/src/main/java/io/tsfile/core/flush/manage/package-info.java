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
/**
 * When and how often memtables are flushed: queues, order of installation, retries, memory, events. Knows no table.
 *
 * <p>Invariant: what was handed over is installed once and in the order of the hand-over, or stays in memory with an error that its
 * owner sees.
 */
@NullMarked
package io.tsfile.core.flush.manage;

import org.jspecify.annotations.NullMarked;
