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

import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.DeviceScope.Below;
import io.tsfile.core.model.DeviceScope.Between;
import io.tsfile.core.model.DeviceScope.Exactly;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/** A deletion within a part of a checkpoint. */
final class DeletionPart {
    private static final int ALL = 0;
    private static final int EXACTLY = 1;
    private static final int BELOW = 2;
    /** And what follows are bounds: a bit for the lower, a bit for the upper one. */
    private static final int BETWEEN = 4;

    private static final int FROM = 1;
    private static final int TO = 2;

    private DeletionPart() {}

    static void write(PartOutput out, Deletion deletion) {
        scope(out, deletion.devices());
        out.count(deletion.measurements().size());
        deletion.measurements().forEach(out::sharedText);
        out.times(deletion.times());
    }

    static Deletion read(PartInput in) {
        DeviceScope devices = scope(in);
        List<String> measurements = new ArrayList<>();
        for (int left = in.size(); left > 0; left--) {
            measurements.add(in.sharedText());
        }
        return new Deletion(devices, measurements, in.times());
    }

    private static void scope(PartOutput out, DeviceScope scope) {
        if (scope instanceof Exactly exactly) {
            out.bytes(EXACTLY);
            out.count(exactly.devices().size());
            exactly.devices().forEach(out::device);
        } else if (scope instanceof Below below) {
            out.bytes(BELOW);
            out.sharedText(below.path());
        } else if (scope instanceof Between between) {
            IDeviceID from = between.from();
            IDeviceID to = between.to();
            out.bytes(BETWEEN | (from == null ? 0 : FROM) | (to == null ? 0 : TO));
            if (from != null) {
                out.device(from);
            }
            if (to != null) {
                out.device(to);
            }
        } else {
            out.bytes(ALL);
        }
    }

    private static DeviceScope scope(PartInput in) {
        int kind = in.bytes();
        return switch (kind) {
            case ALL -> DeviceScope.ALL;
            case EXACTLY -> {
                List<IDeviceID> devices = new ArrayList<>();
                for (int left = in.size(); left > 0; left--) {
                    devices.add(in.device());
                }
                yield DeviceScope.of(devices);
            }
            case BELOW -> new Below(in.sharedText());
            case BETWEEN, BETWEEN | FROM, BETWEEN | TO, BETWEEN | FROM | TO ->
                new Between((kind & FROM) == 0 ? null : in.device(), (kind & TO) == 0 ? null : in.device());
            default -> throw in.wrong("devices of kind " + kind + " are unknown");
        };
    }
}
