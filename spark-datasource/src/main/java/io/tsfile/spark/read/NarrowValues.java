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
package io.tsfile.spark.read;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import io.tsfile.core.vector.Widening;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.apache.tsfile.enums.TSDataType;

/**
 * Shows values of any type in the one type of the narrow form. As texts, numbers are written as Spark's casts do, dates and times as
 * ISO 8601 says, and blobs as {@code 0x} and their bytes, which is how an IoTDB shows them.
 *
 * @param type of all values
 * @param times how times are shown
 */
record NarrowValues(TSDataType type, TimeDisplay times) {
    /**
     * Values in the common type.
     *
     * @param measurement for errors
     * @param values none of which is null
     */
    Vector convert(String measurement, Vector values) {
        if (values.type() == type || (type == TSDataType.STRING && values.type() == TSDataType.TEXT)) {
            return values;
        }
        Vector converted = Vector.of(type, values.size());
        if (Widening.isWidening(values.type(), type)) {
            Widening.append(values, converted);
        } else if (values instanceof IntVector ints && converted instanceof DoubleVector doubles) {
            for (int i = 0; i < ints.size(); i++) {
                doubles.append(ints.values()[i]);
            }
        } else {
            for (int i = 0; i < values.size(); i++) {
                ((BinaryVector) converted).append(text(measurement, values, i).getBytes(StandardCharsets.UTF_8));
            }
        }
        return converted;
    }

    private String text(String measurement, Vector values, int i) {
        TSDataType own = values.type();
        if (values instanceof BooleanVector booleans) {
            return Boolean.toString(booleans.get(i));
        }
        if (values instanceof IntVector ints) {
            return own == TSDataType.DATE ? date(measurement, ints.get(i)) : Integer.toString(ints.get(i));
        }
        if (values instanceof LongVector longs) {
            return own == TSDataType.TIMESTAMP && !times.asLong() ? time(longs.get(i)) : Long.toString(longs.get(i));
        }
        if (values instanceof FloatVector floats) {
            return Float.toString(floats.get(i));
        }
        if (values instanceof DoubleVector doubles) {
            return Double.toString(doubles.get(i));
        }
        return "0x" + HexFormat.of().formatHex(((BinaryVector) values).get(i));
    }

    private String time(long stored) {
        ChronoUnit unit = times.precision() == TimePrecision.MILLIS ? ChronoUnit.MILLIS : ChronoUnit.MICROS;
        return Instant.EPOCH.plus(stored, unit).toString();
    }

    private static String date(String measurement, int stored) {
        try {
            return LocalDate.of(stored / 10_000, stored / 100 % 100, stored % 100)
                    .toString();
        } catch (DateTimeException e) {
            throw new TsFileConnectorException(
                    "Cannot show " + stored + " in measurement '" + measurement + "' as a DATE: it is no day", e);
        }
    }
}
