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

import io.tsfile.core.model.TableSchema;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A part of a read that one reader does: sections of one snapshot, or of the files of one commit. Immutable.
 *
 * @param splitId tells it apart from the other splits of the read
 * @param commit the number of the snapshot or commit; splits of a higher one are read later
 * @param schema the columns of the sections' files
 * @param sections read one after the other
 * @param limit rows at most, counted from the first section on, or {@link ReadSettings#NO_LIMIT}
 * @param position where to go on
 */
public record TsFileSplit(
        String splitId,
        long commit,
        TableSchema schema,
        List<SplitSection> sections,
        long limit,
        SplitPosition position)
        implements SourceSplit {
    /** Copies the list. */
    public TsFileSplit {
        sections = List.copyOf(sections);
    }

    /** The same split, to be gone on with there. */
    TsFileSplit at(SplitPosition reached) {
        return new TsFileSplit(splitId, commit, schema, sections, limit, reached);
    }
}
