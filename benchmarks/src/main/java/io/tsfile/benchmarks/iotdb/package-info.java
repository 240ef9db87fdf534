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
 * Ours against Apache IoTDB's own memtable and flush, which needs another TsFile library: two programs, each in a JVM of its
 * own, do the same work in turn.
 *
 * <p>Invariant: what both programs share ({@link io.tsfile.benchmarks.iotdb.Readings}, {@link
 * io.tsfile.benchmarks.iotdb.FlushProgram} and what these use) needs nothing but the JDK, so that it runs on either class path.
 */
@NullMarked
package io.tsfile.benchmarks.iotdb;

import org.jspecify.annotations.NullMarked;
