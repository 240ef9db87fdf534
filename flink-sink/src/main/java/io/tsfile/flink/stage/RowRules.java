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
package io.tsfile.flink.stage;

import io.tsfile.flink.BadRows;
import io.tsfile.flink.Deletes;
import io.tsfile.flink.Nulls;
import java.io.Serializable;

/**
 * What becomes of rows.
 *
 * @param deletes of those that delete
 * @param nulls of nulls in the others
 * @param badRows of those that cannot be written
 */
public record RowRules(Deletes deletes, Nulls nulls, BadRows badRows) implements Serializable {
    /** Deletes are applied, nulls leave older values, bad rows fail the job. */
    public static final RowRules DEFAULT = new RowRules(Deletes.APPLY, Nulls.KEEP, BadRows.fail());
}
