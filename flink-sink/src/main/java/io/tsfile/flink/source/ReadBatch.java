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
package io.tsfile.flink.source;

import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Rows of one device, ascending in time. Immutable: nobody writes to the vectors any more.
 *
 * @param device whose
 * @param times of the rows
 * @param fields their values, by the place among the fields that are read
 * @param rows how many of the vectors' rows count, from the first on
 */
record ReadBatch(IDeviceID device, LongVector times, Vector[] fields, int rows) {}
