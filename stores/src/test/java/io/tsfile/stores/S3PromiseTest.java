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
package io.tsfile.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a table in an S3 store that does not keep S3's promise. */
class S3PromiseTest {
    private static final TableMetadata METADATA = TableMetadata.of(
            TableSchema.ofTable("t", List.of(Column.field("x", TSDataType.INT32))), TimePartitioning.NONE, Map.of());

    @ParameterizedTest
    @EnumSource(names = "KEPT", mode = EnumSource.Mode.EXCLUDE)
    void aServerThatBreaksItIsRefused(S3Server.Promise promise) throws Exception {
        try (S3Server server = new S3Server(promise);
                FileStore store = server.location("table").open()) {
            assertThatThrownBy(() -> Table.create(store, METADATA))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageContaining("Cannot keep a table in s3a://bucket/table")
                    .hasMessageContaining("conditional writes");
            assertThat(store.list("", true)).isEmpty();
        }
    }

    @Test
    void aClientWithoutConditionalWritesIsRefused() throws Exception {
        try (S3Server server = new S3Server(S3Server.Promise.KEPT)) {
            TreeMap<String, String> configuration =
                    new TreeMap<>(server.location("table").configuration());
            configuration.put("fs.s3a.create.conditional.enabled", "false");
            try (FileStore store = new StoreLocation(server.location("table").uri(), configuration).open()) {
                assertThatThrownBy(() -> Table.create(store, METADATA))
                        .isInstanceOf(TsFileConnectorException.class)
                        .hasMessageContaining("fs.s3a.create.conditional.enabled");
                assertThat(store.list("", true)).isEmpty();
            }
        }
    }
}
