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
package io.tsfile.core.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.tsfile.core.TsFileConnectorException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is read strictly: every failure names the file and the place in it. Fields that nobody asks for are
 * let through, because a newer release may have added them (L8).
 */
final class JsonFields {
    private final String file;
    private final String place;
    private final JsonNode object;

    /**
     * Reads {@code object}.
     *
     * @param place where it is in the document, empty for the document itself
     */
    JsonFields(String file, String place, JsonNode object) {
        this.file = file;
        this.place = place;
        this.object = object;
        if (!object.isObject()) {
            throw new TsFileConnectorException(message("", "an object is expected, not " + describe(object)), null);
        }
    }

    /** The only name in the object. */
    String onlyName() {
        if (object.size() != 1) {
            throw wrong("", "one name is expected, not " + object.size());
        }
        return object.fieldNames().next();
    }

    boolean has(String name) {
        return object.has(name);
    }

    JsonFields object(String name) {
        return new JsonFields(file, place(name), required(name));
    }

    List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            objects.add(new JsonFields(file, place(name) + "[" + objects.size() + "]", element));
        }
        return objects;
    }

    String text(String name) {
        JsonNode node = required(name);
        if (!node.isTextual()) {
            throw wrong(name, "a string is expected, not " + describe(node));
        }
        return node.textValue();
    }

    boolean bool(String name) {
        JsonNode node = required(name);
        if (!node.isBoolean()) {
            throw wrong(name, "true or false is expected, not " + describe(node));
        }
        return node.booleanValue();
    }

    /** A small number, which is a JSON number. */
    int int32(String name) {
        return int32(name, required(name));
    }

    /** A large number, which is a string of decimal digits. */
    long int64(String name) {
        return int64(name, required(name));
    }

    /** A large number that is not negative. */
    long count(String name) {
        long count = int64(name);
        if (count < 0) {
            throw wrong(name, "a number that is not negative is expected, not " + count);
        }
        return count;
    }

    /** A small number that is not negative. */
    int smallCount(String name) {
        int count = int32(name);
        if (count < 0) {
            throw wrong(name, "a number that is not negative is expected, not " + count);
        }
        return count;
    }

    UUID uuid(String name) {
        return converted(name, text -> {
            UUID uuid = UUID.fromString(text);
            if (!uuid.toString().equals(text)) {
                throw new IllegalArgumentException("it is no UUID in lower case");
            }
            return uuid;
        });
    }

    /** A string that {@code conversion} understands, or an error with the conversion's reason. */
    <T> T converted(String name, Function<String, T> conversion) {
        String text = text(name);
        return checked(name, () -> conversion.apply(text));
    }

    /** What {@code supplier} makes of the field {@code name}, or an error with its reason. */
    <T> T checked(String name, Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (IllegalArgumentException e) {
            throw new TsFileConnectorException(message(name, String.valueOf(e.getMessage())), e);
        }
    }

    SortedMap<String, String> texts(String name) {
        JsonFields map = object(name);
        SortedMap<String, String> texts = new TreeMap<>();
        for (Iterator<String> names = map.object.fieldNames(); names.hasNext(); ) {
            String key = names.next();
            texts.put(key, map.text(key));
        }
        return texts;
    }

    SortedMap<String, Long> int64s(String name) {
        JsonFields map = object(name);
        SortedMap<String, Long> numbers = new TreeMap<>();
        for (Iterator<String> names = map.object.fieldNames(); names.hasNext(); ) {
            String key = names.next();
            numbers.put(key, map.int64(key));
        }
        return numbers;
    }

    /** A pair of small numbers. */
    int[] int32Pair(String name) {
        JsonNode pair = pair(name);
        return new int[] {int32(name + "[0]", pair.get(0)), int32(name + "[1]", pair.get(1))};
    }

    /** A pair of large numbers. */
    long[] int64Pair(String name) {
        JsonNode pair = pair(name);
        return new long[] {int64(name + "[0]", pair.get(0)), int64(name + "[1]", pair.get(1))};
    }

    /** Large numbers. */
    long[] int64Array(String name) {
        JsonNode array = array(name);
        long[] numbers = new long[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = int64(name, array.get(i));
        }
        return numbers;
    }

    /** A pair of lists of strings, some of which may be null. */
    List<List<@Nullable String>> textListPair(String name) {
        JsonNode pair = pair(name);
        return List.of(texts(name + "[0]", pair.get(0)), texts(name + "[1]", pair.get(1)));
    }

    /** A list of strings, some of which may be null. */
    List<@Nullable String> textList(String name) {
        return texts(name, required(name));
    }

    /** Lists of strings, some of which may be null. */
    List<List<@Nullable String>> textLists(String name) {
        List<List<@Nullable String>> lists = new ArrayList<>();
        for (JsonNode list : array(name)) {
            lists.add(texts(name + "[" + lists.size() + "]", list));
        }
        return lists;
    }

    private List<@Nullable String> texts(String name, JsonNode list) {
        if (!list.isArray()) {
            throw wrong(name, "an array is expected, not " + describe(list));
        }
        List<@Nullable String> texts = new ArrayList<>();
        for (JsonNode text : list) {
            if (!text.isTextual() && !text.isNull()) {
                throw wrong(name, "strings and nulls are expected, not " + describe(text));
            }
            texts.add(text.textValue());
        }
        return texts;
    }

    TsFileConnectorException wrong(String name, String reason) {
        return new TsFileConnectorException(message(name, reason));
    }

    NewerLogException newer(String name, String reason) {
        return new NewerLogException(
                message(name, reason + ". It was written by a newer version: use that version here, too"));
    }

    private JsonNode required(String name) {
        return Optional.ofNullable(object.get(name)).orElseThrow(() -> wrong(name, "it is missing"));
    }

    private JsonNode array(String name) {
        JsonNode node = required(name);
        if (!node.isArray()) {
            throw wrong(name, "an array is expected, not " + describe(node));
        }
        return node;
    }

    private JsonNode pair(String name) {
        JsonNode node = array(name);
        if (node.size() != 2) {
            throw wrong(name, "an array of two is expected, not of " + node.size());
        }
        return node;
    }

    private int int32(String name, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrong(name, "a number of 32 bits is expected, not " + describe(node));
        }
        return node.intValue();
    }

    private long int64(String name, JsonNode node) {
        if (node.isTextual()) {
            try {
                long number = Long.parseLong(node.textValue());
                if (isOnlySpelling(node.textValue())) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new TsFileConnectorException(message(name, notAnInt64(node)), e);
            }
        }
        throw wrong(name, notAnInt64(node));
    }

    /** One number, one spelling: no plus sign, no zeros in front, and no digits of other scripts. */
    private static boolean isOnlySpelling(String number) {
        int first = number.charAt(0) == '-' ? 1 : 0;
        for (int i = first; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
        }
        return number.charAt(first) != '0' || number.length() == 1;
    }

    private static String notAnInt64(JsonNode node) {
        return "a string with a decimal number of 64 bits is expected, not " + describe(node);
    }

    private String message(String name, String reason) {
        String where = place(name);
        return "Cannot read " + file + (where.isEmpty() ? "" : " at " + where) + ": " + reason;
    }

    private String place(String name) {
        return place.isEmpty() || name.isEmpty() ? place + name : place + "." + name;
    }

    private static String describe(JsonNode node) {
        String text = node.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
