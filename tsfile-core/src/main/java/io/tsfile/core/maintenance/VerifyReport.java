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
 * What a verification found.
 *
 * @param snapshot the number of the snapshot whose files were looked at
 * @param files how many
 * @param bytes of all of them
 * @param findings the bad ones, in the order of the snapshot; none of a good table
 */
public record VerifyReport(long snapshot, int files, long bytes, List<Finding> findings) {
    /** Whether nothing is wrong. */
    public boolean good() {
        return findings.isEmpty();
    }
}
