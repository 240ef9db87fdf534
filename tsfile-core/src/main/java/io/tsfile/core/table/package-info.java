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
 * A table's log: everything that changes a table is one commit, and a snapshot is the state after one.
 *
 * <p>Invariant: a commit number is created once, for ever (L1, L2).
 */
@NullMarked
package io.tsfile.core.table;

import org.jspecify.annotations.NullMarked;
