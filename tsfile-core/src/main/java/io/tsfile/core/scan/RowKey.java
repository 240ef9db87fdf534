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

import java.io.Serializable;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Where a row stands in a task, whose rows are in ascending order of device, then time.
 *
 * @param device the row's device
 * @param time its time, in the table's unit
 */
public record RowKey(IDeviceID device, long time) implements Serializable {}
