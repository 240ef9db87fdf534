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
package io.tsfile.core.scan;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Devices;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Devices of the tree model, as an IoTDB's path patterns choose them: in {@code root.plant.*.motor*} a star stands for any part of
 * one node, also all of it, and two stars, {@code root.plant.**}, for one or more nodes.
 *
 * @param nodes between the dots
 */
public record DevicePattern(ArrayList<String> nodes) implements Serializable {
    private static final String ANY_NODES = "**";

    /**
     * Reads a pattern.
     *
     * @throws TsFileConnectorException if a node is empty, or a quote is left open
     */
    public static DevicePattern parse(String text) {
        try {
            return new DevicePattern(new ArrayList<>(Devices.nodes(text.trim())));
        } catch (IllegalArgumentException e) {
            throw new TsFileConnectorException(
                    "Cannot choose devices by '" + text + "': it is no path (" + e.getMessage()
                            + "). Write nodes with dots between them; * is any part of a node, ** any nodes: root.plant.**",
                    e);
        }
    }

    /** Whether it is the path of one device, without a star. */
    public boolean isExact() {
        return nodes.stream().noneMatch(node -> node.indexOf('*') >= 0 && !isQuoted(node));
    }

    /** Whether it chooses the device. */
    public boolean matches(IDeviceID device) {
        return matches(0, Devices.nodes(Devices.path(device)), 0);
    }

    private boolean matches(int at, List<String> path, int node) {
        if (at == nodes.size()) {
            return node == path.size();
        }
        String wanted = nodes.get(at);
        if (!wanted.equals(ANY_NODES)) {
            return node < path.size() && isLike(wanted, path.get(node)) && matches(at + 1, path, node + 1);
        }
        for (int behind = node + 1; behind <= path.size(); behind++) {
            if (matches(at + 1, path, behind)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a node is the wanted one, where each star of that stands for any characters. */
    private static boolean isLike(String wanted, String node) {
        if (isQuoted(wanted)) {
            return wanted.equals(node);
        }
        String[] parts = wanted.split("\\*", -1);
        if (parts.length == 1) {
            return wanted.equals(node);
        }
        String last = parts[parts.length - 1];
        int from = parts[0].length();
        int end = node.length() - last.length();
        if (!node.startsWith(parts[0]) || !node.endsWith(last) || end < from) {
            return false;
        }
        // The first place where a part is leaves most room for those behind it.
        for (int i = 1; i < parts.length - 1; i++) {
            int found = node.indexOf(parts[i], from);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            from = found + parts[i].length();
        }
        return true;
    }

    private static boolean isQuoted(String node) {
        return node.startsWith("`");
    }

    @Override
    public String toString() {
        return String.join(".", nodes);
    }
}
