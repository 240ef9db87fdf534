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
package io.tsfile.core.scan;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.vector.Widening;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** The fields of several plain files by their names; a name has one type in the end. Not thread-safe. */
final class PlainFields {
    private final boolean mergeTypes;
    private final Map<String, Found> found = new LinkedHashMap<>();

    /**
     * A field so far.
     *
     * @param file the first that has it with this type
     * @param device of the tree model that has it there
     */
    private record Found(
            TSDataType type, PlainFile file, @Nullable IDeviceID device) {
        String place() {
            return (device == null ? "" : "of device " + Devices.path(device) + " ") + "in "
                    + file.stored().path();
        }
    }

    /** Fields without types yet; where these differ, the wider one is taken if {@code mergeTypes}. */
    PlainFields(boolean mergeTypes) {
        this.mergeTypes = mergeTypes;
    }

    /**
     * Adds a field of a file.
     *
     * @param device of the tree model; null for a table
     * @throws TsFileConnectorException if its type differs and does not fit
     */
    void add(String name, TSDataType type, PlainFile file, @Nullable IDeviceID device) {
        Found added = new Found(type, file, device);
        Found known = found.putIfAbsent(name, added);
        if (known == null || known.type == type) {
            return;
        }
        Optional<TSDataType> both = common(known.type, type);
        // Texts by either name are the same bytes.
        boolean same = both.isPresent() && known.type.isBinary();
        if (both.isEmpty() || !(mergeTypes || same)) {
            throw new TsFileConnectorException("Cannot read '" + name + "': it is " + known.type + " " + known.place()
                    + " and " + type + " " + added.place() + ". "
                    + (both.isPresent()
                            ? "Merging schemas (option mergeSchema) would read both as " + both.get()
                            : "No type holds the values of both")
                    + "; or read files" + (device == null ? "" : " or devices") + " that agree");
        }
        if (both.get() != known.type) {
            found.put(name, new Found(both.get(), file, device));
        }
    }

    List<Column> columns() {
        return found.entrySet().stream()
                .map(entry -> Column.field(entry.getKey(), entry.getValue().type))
                .toList();
    }

    private static Optional<TSDataType> common(TSDataType one, TSDataType other) {
        if (one.isBinary() && Widening.allows(one, other)) {
            return Optional.of(TSDataType.STRING);
        }
        if (Widening.allows(one, other)) {
            return Optional.of(other);
        }
        return Widening.allows(other, one) ? Optional.of(one) : Optional.empty();
    }
}
