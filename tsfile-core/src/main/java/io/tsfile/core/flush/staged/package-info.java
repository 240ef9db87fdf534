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
 * The stages in several threads: elastic workers sort and encode, the caller routes and writes, a cursor keeps the order.
 *
 * <p>Invariant: what is written, and in which order, does not depend on the number of workers, nor on which is faster.
 */
@NullMarked
package io.tsfile.core.flush.staged;

import org.jspecify.annotations.NullMarked;
