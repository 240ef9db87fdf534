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
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.merge.MergeFiles;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A section to read as a whole: no other task of the plan has a row of it. Travels to the workers of an engine.
 *
 * @param location the folder that the files' paths are relative to
 * @param schema the source's columns
 * @param fields the fields to return
 * @param cut only rows inside
 * @param devices only rows of these
 * @param files in ascending order of version, each with what must not be seen of it
 */
public record ScanTask(
        StoreLocation location,
        TableSchema schema,
        ArrayList<String> fields,
        Cut cut,
        DeviceFilter devices,
        ArrayList<LiveFile> files)
        implements Serializable {
    /** Bytes of the files. */
    public long bytes() {
        return files.stream().mapToLong(file -> file.file().length()).sum();
    }

    /**
     * Opens the task's files.
     *
     * @param store the task's location; stays the caller's
     * @throws TsFileConnectorException if one is gone; the message says which commit removed it
     */
    public MergeFiles open(FileStore store) throws IOException {
        try {
            return MergeFiles.open(store, schema, files, scope());
        } catch (TsFileConnectorException e) {
            throw e.getCause() instanceof FileNotFoundException ? MissingFiles.explain(store, files, e) : e;
        }
    }

    /** The devices to look for, of which {@link #devices} then reads some. */
    DeviceScope scope() {
        return devices.exactly()
                .<DeviceScope>map(exactly -> DeviceScope.of(exactly.within(cut)))
                .orElse(cut.devices());
    }

    /** A task with copies of the lists. */
    public static ScanTask of(ScanSource source, ScanRequest request, Cut cut, List<LiveFile> files) {
        return new ScanTask(
                source.location(),
                source.schema(),
                new ArrayList<>(request.fields()),
                cut,
                request.devices(),
                new ArrayList<>(files));
    }
}
