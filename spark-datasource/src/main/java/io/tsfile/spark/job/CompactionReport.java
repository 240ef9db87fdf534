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

import io.tsfile.core.scan.TableShape;

/**
 * What a compaction did.
 *
 * @param before the table before it
 * @param after the table after it; rows written by others meanwhile are in it, too
 * @param tasks how many merges it took; 0 if there was nothing to do
 * @param durationMillis how long it took
 */
public record CompactionReport(TableShape before, TableShape after, int tasks, long durationMillis) {}
