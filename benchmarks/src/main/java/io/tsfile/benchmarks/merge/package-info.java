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
 * Compactions and merged reads, against {@code cp}, the Apache library and IoTDB's compaction: programs in
 * JVMs of their own do the same work in turn.
 *
 * <p>Invariant: nothing is measured before all sides have given the answer that the values were made with. What the program
 * with IoTDB shares ({@link io.tsfile.benchmarks.merge.MergeProgram}, {@link io.tsfile.benchmarks.merge.FileList} and {@link
 * io.tsfile.benchmarks.merge.Answer}) needs nothing but the JDK.
 */
@NullMarked
package io.tsfile.benchmarks.merge;

import org.jspecify.annotations.NullMarked;
