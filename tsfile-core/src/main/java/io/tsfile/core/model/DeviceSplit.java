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
package io.tsfile.core.model;

import java.io.Serializable;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * A place where a file can be cut between devices. Only an estimate: a file written in several drains has a device in several places.
 *
 * @param device the first device behind the cut, in the order of the metadata index
 * @param bytes of the chunks of all devices before it
 */
public record DeviceSplit(IDeviceID device, long bytes) implements Serializable {}
