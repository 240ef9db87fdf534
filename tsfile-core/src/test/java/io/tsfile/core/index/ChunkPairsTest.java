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
package io.tsfile.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.write.ChunkAppender;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which chunk of values goes with which chunk of times. Each chunk is named after its first time: {@code t0 a0}. */
class ChunkPairsTest {
    private static final IDeviceID DEVICE = Devices.ofPath("root.a.d");

    private final FileStore store;

    ChunkPairsTest(@TempDir Path folder) throws IOException {
        this.store = StoreLocation.of(folder.toString()).open();
    }

    @Test
    void asManyOfBothArePairs() throws IOException {
        assertThat(pairs("t0 a0 t10 a10")).containsExactly(0L, 10L);
        assertThat(pairs("t0 t10 t20 a0 a10 a20")).containsExactly(0L, 10L, 20L);
    }

    @Test
    void aColumnThatIsNotInEachGroupFollowsItsTimes() throws IOException {
        assertThat(pairs("t0 t10 a10")).containsExactly(null, 10L);
        assertThat(pairs("t0 a0 t10 t20 a20")).containsExactly(0L, null, 20L);
        assertThat(pairs("t0 t10")).containsExactly(null, null);
    }

    @Test
    void valuesOfOtherTimesAreRefused() {
        assertThatThrownBy(() -> pairs("t0 t10 a10 a0"))
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContainingAll("file", "root.a.d", "chunk of 'a'", "is none of the chunk of ''");
        assertThatThrownBy(() -> pairs("t0 t10 a0")).isInstanceOf(CorruptTsFileException.class);
    }

    @Test
    void noValuesAreLeftOut() {
        for (String chunks : List.of("t0 t10 t20 a10 a20", "a0 t0 t10", "t0 a0 a1 t10 t20", "t0 a0 a1")) {
            assertThatThrownBy(() -> pairs(chunks))
                    .as(chunks)
                    .isInstanceOf(CorruptTsFileException.class)
                    .hasMessageContainingAll("file", "root.a.d", "follows no chunk of times of its own");
        }
    }

    /** Writes chunks, and returns the first time of the values that go with each chunk of times. */
    private Long[] pairs(String chunks) throws IOException {
        TableSchema schema = TableSchema.ofTree("a", List.of(Column.field("a", TSDataType.INT64)));
        store.delete("file");
        try (ChunkAppender appender = new ChunkAppender(store.create("file"), schema)) {
            appender.startGroup(DEVICE);
            for (String chunk : chunks.split(" ", -1)) {
                appender.append(chunk(chunk.charAt(0) == 't', Long.parseLong(chunk.substring(1))));
            }
            appender.finish();
        }
        try (OpenTsFile file = OpenTsFile.open(store, "file", new MetadataCache(0))) {
            return file.chunks(DEVICE).rows(List.of("a")).stream()
                    .map(row -> row.values()[0])
                    .map(values -> values == null ? null : values.startTime())
                    .toArray(Long[]::new);
        }
    }

    private static EncodedChunk chunk(boolean times, long first) {
        TSDataType type = times ? TSDataType.VECTOR : TSDataType.INT64;
        Statistics<? extends Serializable> statistics = Statistics.getStatsByType(type);
        for (long time = first; time < first + 5; time++) {
            if (times) {
                statistics.update(time);
            } else {
                statistics.update(time, time);
            }
        }
        return new EncodedChunk(
                times ? "" : "a",
                type,
                CompressionType.UNCOMPRESSED,
                TSEncoding.PLAIN,
                times ? 0x80 : 0x40,
                1,
                statistics,
                new byte[] {0});
    }
}
