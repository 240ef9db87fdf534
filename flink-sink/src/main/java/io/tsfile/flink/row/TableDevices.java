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
package io.tsfile.flink.row;

import io.tsfile.core.model.Devices;
import java.io.Serializable;
import java.util.Objects;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Devices of a table by their tags: mostly the same object for the same tags, which knows its hash and is found by itself where rows
 * are collected by device. Of devices whose tags share a slot the last one is remembered. Travels without what it remembers.
 * Not thread-safe.
 */
final class TableDevices implements Serializable {
    private static final int SLOTS = 1 << 14;
    /** Any odd number without a pattern: tags that are alike have hashes that are alike. */
    private static final int SPREAD = 0x9e37_79b9;

    private final String table;
    private transient @Nullable Known @Nullable [] slots;

    private record Known(@Nullable String[] tags, IDeviceID device) {}

    TableDevices(String table) {
        this.table = table;
    }

    /** The device with these tags; the array stays the caller's. */
    IDeviceID of(@Nullable String[] tags) {
        int hash = 0;
        for (String tag : tags) {
            hash = 31 * hash + (tag == null ? 0 : tag.hashCode());
        }
        int slot = (hash * SPREAD) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
        @Nullable Known[] remembered = slots;
        if (remembered == null) {
            remembered = new Known[SLOTS];
            slots = remembered;
        }
        Known known = remembered[slot];
        if (known == null || !sameTags(known.tags, tags)) {
            known = new Known(tags.clone(), Devices.ofTable(table, tags));
            remembered[slot] = known;
        }
        return known.device;
    }

    private static boolean sameTags(@Nullable String[] some, @Nullable String[] others) {
        for (int i = 0; i < some.length; i++) {
            if (!Objects.equals(some[i], others[i])) {
                return false;
            }
        }
        return true;
    }
}
