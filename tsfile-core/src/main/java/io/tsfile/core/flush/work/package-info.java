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
 * Work in several threads: a caller makes tasks, adds them in the order in which it needs their outcomes, and elastic workers of
 * the process claim them. Flushes and compactions use it.
 *
 * <p>Invariant: the caller needs nobody. What no worker has claimed it can do itself, and what one has claimed ends.
 */
@NullMarked
package io.tsfile.core.flush.work;

import org.jspecify.annotations.NullMarked;
