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

import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.common.constant.TsFileConstant;
import org.apache.tsfile.external.commons.lang3.math.NumberUtils;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.StringArrayDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Makes device ids without the library's path parser, which needs an ANTLR that engines replace.
 *
 * <p>The rule that folds the first levels of a path into one segment is the library's
 * ({@link StringArrayDeviceID#splitDeviceIdString(String[])}).
 */
public final class Devices {
    private Devices() {}

    /**
     * A device of the table model.
     *
     * @param tags one value per tag column, null where the row has none
     */
    public static IDeviceID ofTable(String table, @Nullable String... tags) {
        String[] segments = new String[tags.length + 1];
        segments[0] = table;
        System.arraycopy(tags, 0, segments, 1, tags.length);
        return new StringArrayDeviceID(segments);
    }

    /**
     * A device of the tree model.
     *
     * @param path nodes with dots between them; a node in back quotes may hold dots, and stands for itself with the quotes
     *     unless it does not need them: then it is the same node as without
     * @throws IllegalArgumentException if a node is empty or a quote is left open
     */
    public static IDeviceID ofPath(String path) {
        return new StringArrayDeviceID(
                StringArrayDeviceID.splitDeviceIdString(nodes(path).toArray(new String[0])));
    }

    /** A device of exactly these segments, as {@link #segments} gave them. */
    public static IDeviceID ofSegments(List<@Nullable String> segments) {
        return new StringArrayDeviceID(segments.toArray(new String[0]));
    }

    /** A place right behind a device, before all that follow it but for some that begin with it; no row has it. */
    public static IDeviceID after(IDeviceID device) {
        List<@Nullable String> segments = segments(device);
        segments.add("");
        return ofSegments(segments);
    }

    /** The segments of a device; table name (or folded path) first, tag values may be null. */
    public static List<@Nullable String> segments(IDeviceID device) {
        List<@Nullable String> segments = new ArrayList<>(device.segmentNum());
        for (int i = 0; i < device.segmentNum(); i++) {
            segments.add((String) device.segment(i));
        }
        return segments;
    }

    /**
     * The value of a tag of a device of the table model, perhaps null.
     *
     * @param place its position among the tags, from 0
     */
    public static @Nullable String tag(IDeviceID device, int place) {
        // The table comes first, and nulls at the end are not stored.
        return place + 1 < device.segmentNum() ? (String) device.segment(place + 1) : null;
    }

    /** The path of a device of the tree model. */
    public static String path(IDeviceID device) {
        return device.toString();
    }

    /**
     * The nodes of a path of the tree model, each as {@link #ofPath} understands it.
     *
     * @throws IllegalArgumentException if a node is empty or a quote is left open
     */
    public static List<String> nodes(String path) {
        List<String> nodes = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= path.length(); i++) {
            boolean end = i == path.length();
            if (!end && path.charAt(i) == '`') {
                quoted = !quoted;
            } else if (end || (path.charAt(i) == '.' && !quoted)) {
                if (quoted || i == start) {
                    throw new IllegalArgumentException("Cannot read '" + path + "' as a path: "
                            + (quoted ? "a back quote is not closed" : "a node is empty"));
                }
                nodes.add(withoutNeedlessQuotes(path.substring(start, i)));
                start = i + 1;
            }
        }
        return nodes;
    }

    /** What the library's parser makes of a node: quotes stay around numbers, and around what would be no name without them. */
    private static String withoutNeedlessQuotes(String node) {
        if (node.length() < 2 || node.charAt(0) != '`' || node.charAt(node.length() - 1) != '`') {
            return node;
        }
        String name = node.substring(1, node.length() - 1);
        boolean needed = !TsFileConstant.IDENTIFIER_PATTERN.matcher(name).matches() || isNumber(name);
        return needed ? node : name;
    }

    /** Whether a name of letters and digits reads as a number, whatever zeros it starts with. */
    private static boolean isNumber(String name) {
        int start = 0;
        while (start < name.length() && name.charAt(start) == '0') {
            start++;
        }
        if (start == name.length()) {
            return true;
        }
        boolean zeroWithExponent = start > 0 && (name.charAt(start) == 'e' || name.charAt(start) == 'E');
        return NumberUtils.isCreatable(name.substring(zeroWithExponent ? start - 1 : start));
    }
}
