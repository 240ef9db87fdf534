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

import java.util.SortedMap;
import java.util.UUID;

/**
 * Who committed what, when and why.
 *
 * @param table the table that the commit was made for
 * @param id what makes the commit happen once
 * @param timeMillis milliseconds since the epoch, above the previous commit's
 * @param rearranges whether it only rearranges what the table holds, as compactions and moves do, so that no answer changes
 * @param operation for people
 * @param metrics counts for people; no program relies on them
 */
record CommitInfo(
        UUID table,
        CommitId id,
        long timeMillis,
        boolean rearranges,
        String operation,
        SortedMap<String, Long> metrics) {}
