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
 * The index of a new file: what is known of its chunks in as little memory as it takes, and the tree over it when the file ends.
 *
 * <p>Invariant: the index is byte for byte the one that the library's own writer makes of the same chunks.
 */
@NullMarked
package io.tsfile.core.index.write;

import org.jspecify.annotations.NullMarked;
