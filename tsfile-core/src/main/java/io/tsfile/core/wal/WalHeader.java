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
package io.tsfile.core.wal;

import io.tsfile.core.model.TableSchema;
import java.util.UUID;

/**
 * What a segment says of itself.
 *
 * @param table the table's id
 * @param writer who wrote it: with the generation, the id of the commit that makes it superfluous
 * @param schema the table's columns at that time; values are in the order of its fields
 * @param aligned whether the columns of a device share their times
 */
public record WalHeader(UUID table, UUID writer, TableSchema schema, boolean aligned) {}
