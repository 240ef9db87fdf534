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
 * Rows of Spark to files of a table, and commits of whole jobs.
 *
 * <p>Invariant: what a job wrote is in the table by one commit or not at all; rows of one key are written by one task.
 */
@NullMarked
package io.tsfile.spark.write;

import org.jspecify.annotations.NullMarked;
