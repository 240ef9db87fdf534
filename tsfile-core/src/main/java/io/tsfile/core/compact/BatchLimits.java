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
package io.tsfile.core.compact;

/**
 * How many columns of an aligned device are dealt with at a time: memory holds so much of a device, however wide it is.
 *
 * @param wideColumns devices of no more columns are dealt with at once
 * @param columns of a batch at most
 * @param chunks of a batch at most, those of all inputs
 * @param values of a batch at most where rows are merged
 * @param mergeBytes what one thread merges and encodes takes no more; where more may be merged, one thread merges, and others encode
 * @param partBytes columns that are encoded together take no more, unless it is one
 */
record BatchLimits(int wideColumns, int columns, int chunks, int values, long mergeBytes, long partBytes) {
    /** Some 10 MB for what is known of a batch's chunks, and 16 MB for its values. */
    static final BatchLimits DEFAULT = new BatchLimits(1_024, 256, 1 << 15, 1 << 21);

    /** Limits of columns, with the usual ones of bytes. */
    BatchLimits(int wideColumns, int columns, int chunks, int values) {
        this(wideColumns, columns, chunks, values, 32 << 20, 1 << 20);
    }
}
