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

import java.io.Serializable;
import java.util.TreeMap;

/**
 * A commit in a table's history.
 *
 * @param number its number
 * @param timeMillis when, in milliseconds since the epoch
 * @param id who, and what makes it happen once
 * @param operation why, for people
 * @param metrics counts for people
 */
public record CommitSummary(long number, long timeMillis, CommitId id, String operation, TreeMap<String, Long> metrics)
        implements Serializable {}
