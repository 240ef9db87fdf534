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
package io.tsfile.spark.write;

import io.tsfile.core.model.DataFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task hands to the driver.
 *
 * @param files complete and durable
 * @param deleted keys of rows that are older than the job
 */
record Written(ArrayList<DataFile> files, ArrayList<DeletedKeys> deleted) implements Serializable {
    static Written of(List<DataFile> files, List<DeletedKeys> deleted) {
        return new Written(new ArrayList<>(files), new ArrayList<>(deleted));
    }
}
