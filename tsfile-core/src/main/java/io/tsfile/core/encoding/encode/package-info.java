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
 * Arrays of values to the bytes of a page.
 *
 * <p>Invariant: the bytes are those that the Apache library writes for the same values, where its own decoder gives these back bit
 * for bit. Only bits that mean nothing may differ: ours are 0.
 */
@NullMarked
package io.tsfile.core.encoding.encode;

import org.jspecify.annotations.NullMarked;
