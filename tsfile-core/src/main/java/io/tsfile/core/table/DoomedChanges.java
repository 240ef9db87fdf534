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
package io.tsfile.core.table;

import java.util.List;

/**
 * What a commit says of paths about to be deleted (L7).
 *
 * @param doomed paths that nobody may add from here on
 * @param gone paths at which there is nothing any more, so that they need not be remembered
 */
record DoomedChanges(List<String> doomed, List<String> gone) {
    static final DoomedChanges NONE = new DoomedChanges(List.of(), List.of());
}
