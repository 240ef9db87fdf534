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

import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/**
 * One column of a batch, in Flink's internal form. Immutable. A column has the getter of its type; the others are a mistake of the
 * caller.
 */
abstract class BatchColumn {
    abstract boolean isNullAt(int row);

    boolean booleanAt(int row) {
        throw wrong("BOOLEAN");
    }

    int intAt(int row) {
        throw wrong("INT");
    }

    long longAt(int row) {
        throw wrong("BIGINT");
    }

    float floatAt(int row) {
        throw wrong("FLOAT");
    }

    double doubleAt(int row) {
        throw wrong("DOUBLE");
    }

    StringData stringAt(int row) {
        throw wrong("STRING");
    }

    byte[] bytesAt(int row) {
        throw wrong("BYTES");
    }

    TimestampData timestampAt(int row) {
        throw wrong("TIMESTAMP");
    }

    private IllegalStateException wrong(String type) {
        return new IllegalStateException(
                "Cannot read " + type + " from a " + getClass().getSimpleName());
    }
}
