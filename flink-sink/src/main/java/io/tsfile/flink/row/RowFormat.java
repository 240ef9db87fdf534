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

import io.tsfile.core.model.TableSchema;
import io.tsfile.flink.RowConverter;
import java.io.Serializable;

/** What a stream's records look like, before it is known which table they go to. */
public interface RowFormat<T> extends Serializable {
    /** The columns that the records have; also the schema of a table that has to be created. */
    TableSchema schema();

    /**
     * A converter for a table, which has every column of {@link #schema()} and maybe more fields.
     *
     * @throws io.tsfile.core.TsFileConnectorException if the records cannot go into it
     */
    RowConverter<T> converter(TableSchema table);
}
