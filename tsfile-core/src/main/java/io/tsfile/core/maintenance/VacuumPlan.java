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
package io.tsfile.core.maintenance;

import java.util.List;

/**
 * What a vacuum deletes, or would delete.
 *
 * @param items the files
 */
public record VacuumPlan(List<VacuumItem> items) {
    /** Copies the list. */
    public VacuumPlan {
        items = List.copyOf(items);
    }

    /** Bytes of all files, where they are known. */
    public long bytes() {
        return items.stream().mapToLong(VacuumItem::bytes).sum();
    }

    /** How many files there are for that reason. */
    public long count(VacuumItem.Reason reason) {
        return items.stream().filter(item -> item.reason() == reason).count();
    }
}
