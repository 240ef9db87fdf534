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
 * Tables by name: what the catalogs of all engines have in common.
 *
 * <p>Invariant: nothing is remembered and nothing is deleted but tables and empty folders, so that every engine sees what another
 * one made, and what somebody else keeps in a warehouse stays.
 */
@NullMarked
package io.tsfile.core.warehouse;

import org.jspecify.annotations.NullMarked;
