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
import java.util.UUID;

/**
 * What makes a commit happen once (L3).
 *
 * @param writer made new at every start or restore of a writer
 * @param sequence ascends within the writer: a checkpoint's or an epoch's number
 */
public record CommitId(UUID writer, long sequence) implements Serializable {
    /** An id for a commit of its own. */
    public static CommitId unique() {
        return new CommitId(UUID.randomUUID(), 0);
    }
}
