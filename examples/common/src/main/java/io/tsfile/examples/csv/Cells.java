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
package io.tsfile.examples.csv;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Turns the text of a cell into the bits that {@link CsvColumn} keeps: whole numbers, days and milliseconds as they are,
 * binary fractions by {@link Double#doubleToRawLongBits}. Texts never come here.
 */
final class Cells {
    /** Leading zeros make an identifier ({@code 007}), no number. */
    static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9][0-9]{0,18})");

    /** Java's own parser would also take {@code 1f} or {@code 0x1p3}. */
    static final Pattern FRACTION =
            Pattern.compile("[+-]?((0|[1-9][0-9]*)(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?|NaN|[+-]?Infinity");

    private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]{1,19}");

    private Cells() {}

    /** The bits of a cell that is not empty, or nothing if the text does not fit the type. */
    static OptionalLong bits(CellType type, String text) {
        return switch (type) {
            case BOOLEAN -> bool(text);
            case INT32 -> int32(text);
            case INT64 -> DIGITS.matcher(text).matches() ? int64(text) : OptionalLong.empty();
            case FLOAT -> FRACTION.matcher(text).matches() ? float32(text) : OptionalLong.empty();
            case DOUBLE ->
                FRACTION.matcher(text).matches()
                        ? OptionalLong.of(Double.doubleToRawLongBits(Double.parseDouble(text)))
                        : OptionalLong.empty();
            case DATE ->
                IsoTimes.date(text)
                        .map(day -> OptionalLong.of(day.toEpochDay()))
                        .orElse(OptionalLong.empty());
            case TIMESTAMP -> millis(text);
            case STRING, TEXT -> throw new IllegalArgumentException("Cannot make bits of the text '" + text + "'");
        };
    }

    /** Milliseconds since the epoch, given as such or as ISO-8601; nothing if it is neither, or finer than that. */
    static OptionalLong millis(String text) {
        if (DIGITS.matcher(text).matches()) {
            return int64(text);
        }
        return IsoTimes.instant(text)
                .filter(moment -> moment.equals(moment.truncatedTo(ChronoUnit.MILLIS)))
                .map(Instant::toEpochMilli)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong bool(String text) {
        if (text.equalsIgnoreCase("true")) {
            return OptionalLong.of(1);
        }
        return text.equalsIgnoreCase("false") ? OptionalLong.of(0) : OptionalLong.empty();
    }

    private static OptionalLong int32(String text) {
        OptionalLong value = DIGITS.matcher(text).matches() ? int64(text) : OptionalLong.empty();
        boolean fits = value.isPresent() && value.getAsLong() == (int) value.getAsLong();
        return fits ? value : OptionalLong.empty();
    }

    private static OptionalLong int64(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong float32(String text) {
        return OptionalLong.of(Double.doubleToRawLongBits(Float.parseFloat(text)));
    }
}
