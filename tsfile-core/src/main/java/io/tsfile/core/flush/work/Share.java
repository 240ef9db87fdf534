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
package io.tsfile.core.flush.work;

import io.tsfile.core.flush.MemoryBudget;

/** The bytes of the budget that one task holds. Owned by whoever has the task. */
public final class Share {
    private final MemoryBudget.Lease lease;
    private long bytes;

    /** Without bytes. */
    public Share(MemoryBudget.Lease lease) {
        this.lease = lease;
    }

    /**
     * Takes bytes.
     *
     * @param forced whether to take them even if the budget does not have them
     */
    public boolean take(long wanted, boolean forced) {
        if (!lease.tryAdd(wanted)) {
            if (!forced) {
                return false;
            }
            lease.add(wanted);
        }
        bytes += wanted;
        return true;
    }

    /** Makes an estimate what it turned out to be. */
    public void correct(long real) {
        lease.add(real - bytes);
        bytes = real;
    }

    /** Gives all back. */
    public void release() {
        correct(0);
    }

    /** What is held. */
    public long bytes() {
        return bytes;
    }
}
