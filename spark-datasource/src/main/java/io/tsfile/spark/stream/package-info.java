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
 * The commits of a table as a stream of Spark's.
 *
 * <p>Invariant: between the same two offsets are the same rows, whenever they are read; offsets go forward commit by commit.
 */
@NullMarked
package io.tsfile.spark.stream;

import org.jspecify.annotations.NullMarked;
