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
package io.tsfile.flink.stage;

/**
 * A stage's message: a series and the drain interval that it belongs to.
 *
 * <p>The interval travels with the series because a barrier alone does not tell the writer when to close its files: the
 * buffer may have passed barrier n, and begun a new set of files, when the checkpoint is aborted and the writer skips its
 * part of it. Series of different intervals never share a file.
 *
 * @param interval ascends with every checkpoint that the buffer took part in; starts anew with the job
 * @param series what the stage made
 */
public record Staged<T>(long interval, T series) {}
