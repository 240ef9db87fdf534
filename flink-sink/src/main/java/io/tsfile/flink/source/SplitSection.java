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

import io.tsfile.core.model.Cut;
import io.tsfile.core.model.LiveFile;
import java.util.List;

/**
 * What one {@link io.tsfile.core.scan.SectionReader} reads.
 *
 * @param cut only rows inside
 * @param files in ascending order of version, each with what must not be seen of it
 */
record SplitSection(Cut cut, List<LiveFile> files) {
    /** Copies the list. */
    SplitSection {
        files = List.copyOf(files);
    }
}
