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
package io.tsfile.core.format.read;

import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import org.jspecify.annotations.Nullable;

/**
 * The decoded rows of a page.
 *
 * @param times ascending in what well-behaved writers write
 * @param columns one per wanted field, as long as the times; null where the file has nothing of it. Behind them, of the other
 *     measurements that a {@link io.tsfile.core.index.RowChunk} names, columns of any type whose nulls are those of the measurement
 */
public record RowPage(LongVector times, @Nullable Vector[] columns) {}
