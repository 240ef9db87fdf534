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
package io.tsfile.core.index.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.statistics.Statistics;

/**
 * Statistics as they stand in a file: the number of values, the first and the last time, and what their type keeps of the
 * values. The sizes are those that {@link Statistics#deserialize(java.nio.ByteBuffer, TSDataType)} reads.
 */
public final class StatisticsBytes {
    private static final TSDataType[] TYPES = typesByCode();

    private StatisticsBytes() {}

    /** Reads the code of a type. */
    public static TSDataType readType(IndexBytes bytes) {
        byte code = bytes.readByte();
        TSDataType type = code >= 0 && code < TYPES.length ? TYPES[code] : TSDataType.UNKNOWN;
        if (type == TSDataType.UNKNOWN) {
            throw bytes.damaged("a data type before this, and not code " + code);
        }
        return type;
    }

    /** Moves behind statistics, and checks that all of them are there. */
    public static void skip(IndexBytes bytes, TSDataType type) {
        bytes.readCount();
        bytes.skip(2 * Long.BYTES, "the first and the last time");
        skipValues(bytes, type);
    }

    /** Moves behind what statistics keep of the values. */
    public static void skipValues(IndexBytes bytes, TSDataType type) {
        int numbers = numberBytes(type);
        if (numbers < 0) {
            throw bytes.damaged("statistics of a known type, and not of " + type);
        }
        bytes.skip(numbers, "statistics");
        for (int i = texts(type); i > 0; i--) {
            bytes.skip(bytes.readInt(), "a value of statistics");
        }
    }

    /** Bytes of what statistics keep of the values, but for {@link #texts}; -1 if there are no such statistics. */
    public static int numberBytes(TSDataType type) {
        return switch (type) {
            // First, last; a sum of 8 bytes.
            case BOOLEAN -> 10;
            // Least, greatest, first, last; the sum.
            case INT32, DATE, FLOAT -> 24;
            case INT64, TIMESTAMP, DOUBLE -> 40;
            case VECTOR, BLOB, OBJECT, TEXT, STRING -> 0;
            default -> -1;
        };
    }

    /** How many texts statistics keep of the values, each with its length as an int before it. */
    public static int texts(TSDataType type) {
        return switch (type) {
            // First, last.
            case TEXT -> 2;
            // First, last, least, greatest.
            case STRING -> 4;
            default -> 0;
        };
    }

    /** Writes statistics to {@code target} at {@code position}, and returns the position behind them. */
    public static int write(Statistics<?> statistics, byte[] target, int position) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(statistics.getSerializedSize());
        try {
            statistics.serialize(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write statistics into memory", e);
        }
        byte[] written = bytes.toByteArray();
        System.arraycopy(written, 0, target, position, written.length);
        return position + written.length;
    }

    /** The library's form of statistics that {@link #skip} has checked. */
    public static Statistics<? extends Serializable> read(IndexBytes bytes, int position, int end, TSDataType type) {
        return Statistics.deserialize(bytes.buffer(position, end), type);
    }

    private static TSDataType[] typesByCode() {
        int codes = 1
                + Arrays.stream(TSDataType.values())
                        .map(TSDataType::getType)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        TSDataType[] types = new TSDataType[codes];
        Arrays.fill(types, TSDataType.UNKNOWN);
        for (TSDataType type : TSDataType.values()) {
            types[type.getType()] = type;
        }
        return types;
    }
}
