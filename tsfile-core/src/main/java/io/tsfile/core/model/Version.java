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

/**
 * How new the points of a file are: of two visible points with one key, the one of the higher version counts (N2).
 *
 * @param commit the number of the commit that first brought the points
 * @param order the place in that commit, as its writer counted
 */
public record Version(long commit, int order) implements Comparable<Version>, Serializable {
    @Override
    public int compareTo(Version other) {
        int byCommit = Long.compare(commit, other.commit);
        return byCommit != 0 ? byCommit : Integer.compare(order, other.order);
    }
}
