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

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A section to read as a whole: no other task of the plan has a row of it. Travels to the workers of an engine.
 *
 * @param location the folder that the files' paths are relative to
 * @param schema the source's columns
 * @param fields the fields to return
 * @param times only rows inside
 * @param devices only rows of these
 * @param files in ascending order of version
 */
public record ScanTask(
        StoreLocation location,
        TableSchema schema,
        ArrayList<String> fields,
        TimeRange times,
        DeviceFilter devices,
        ArrayList<DataFile> files)
        implements Serializable {
    /** Bytes of the files. */
    public long bytes() {
        return files.stream().mapToLong(DataFile::length).sum();
    }

    /** A task with copies of the lists. */
    public static ScanTask of(ScanSource source, ScanRequest request, TimeRange times, List<DataFile> files) {
        return new ScanTask(
                source.location(),
                source.schema(),
                new ArrayList<>(request.fields()),
                times,
                request.devices(),
                new ArrayList<>(files));
    }
}
