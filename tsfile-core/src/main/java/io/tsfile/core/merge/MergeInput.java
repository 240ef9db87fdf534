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
package io.tsfile.core.merge;

import io.tsfile.core.format.read.ChunkAhead;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.TableModel;
import java.util.List;

/**
 * A file to merge from.
 *
 * @param bytes of the open file
 * @param model that decides which rows there are (N4)
 * @param ordered whether times of a series strictly ascend over the whole file (R1), and each row of the tree model has a value
 * @param deletions what must not be seen of it
 * @param devices where the walk over its devices is
 */
public record MergeInput(
        ChunkAhead bytes, TableModel model, boolean ordered, List<Deletion> deletions, DeviceCursor devices) {
    /** The file. */
    public OpenTsFile file() {
        return bytes.file();
    }
}
