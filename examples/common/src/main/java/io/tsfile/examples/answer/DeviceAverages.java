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
package io.tsfile.examples.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The averages of one device.
 *
 * @param tags the values of the tags; one may be null
 * @param rows how many rows it has
 * @param averages the averages of the chosen columns; null where a column has no value
 */
public record DeviceAverages(List<@Nullable String> tags, long rows, List<@Nullable Double> averages) {}
