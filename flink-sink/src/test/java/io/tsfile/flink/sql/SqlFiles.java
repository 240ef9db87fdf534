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
package io.tsfile.flink.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.header.ChunkHeader;
import org.apache.tsfile.read.TsFileSequenceReader;

/** What the Apache library finds in the first file of a table. */
final class SqlFiles {
    private SqlFiles() {}

    /** Name, encoding and compression of the first device's columns; the time's name is empty. */
    static List<String> encodings(Path folder) throws IOException {
        return headers(folder).stream()
                .map(header ->
                        header.getMeasurementID() + " " + header.getEncodingType() + " " + header.getCompressionType())
                .toList();
    }

    /** The compression of the first device's columns. */
    static List<String> compressions(Path folder) throws IOException {
        return headers(folder).stream()
                .map(header -> header.getCompressionType().name())
                .toList();
    }

    private static List<ChunkHeader> headers(Path folder) throws IOException {
        List<ChunkHeader> found = new ArrayList<>();
        String file = folder.resolve(SqlSession.snapshot(folder).files().get(0).path())
                .toString();
        try (TsFileSequenceReader reader = new TsFileSequenceReader(file)) {
            for (var chunks : reader.readChunkMetadataInDevice(
                            reader.getAllDevices().get(0))
                    .values()) {
                found.add(reader.readMemChunk(chunks.get(0).getOffsetOfChunkHeader())
                        .getHeader());
            }
        }
        return found;
    }
}
