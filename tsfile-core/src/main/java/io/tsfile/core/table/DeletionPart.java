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
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
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

    /** With what says of which devices: of several ranges of times. */
    private static final int TIMES = 8;

    private DeletionPart() {}

    static void write(PartOutput out, Deletion deletion) {
        TimeSet times = deletion.times();
        boolean several = times.size() > 1;
        scope(out, deletion.devices(), several ? TIMES : 0);
        out.count(deletion.measurements().size());
        deletion.measurements().forEach(out::sharedText);
        if (several) {
            out.count(times.size());
        }
        times.ranges().forEach(out::times);
    }

    static Deletion read(PartInput in) {
        int kind = in.bytes();
        DeviceScope devices = scope(in, kind & ~TIMES);
        List<String> measurements = new ArrayList<>();
        for (int left = in.size(); left > 0; left--) {
            measurements.add(in.sharedText());
        }
        return new Deletion(devices, measurements, (kind & TIMES) == 0 ? TimeSet.of(in.times()) : times(in));
    }

    private static TimeSet times(PartInput in) {
        long[] bounds = new long[2 * in.size()];
        for (int i = 0; i < bounds.length; i += 2) {
            TimeRange range = in.times();
            bounds[i] = range.start();
            bounds[i + 1] = range.end();
        }
        if (bounds.length == 0) {
            throw in.wrong("something is deleted at no time");
        }
        return in.checked(() -> TimeSet.ofBounds(bounds));
    }

    private static void scope(PartOutput out, DeviceScope scope, int marks) {
        if (scope instanceof Exactly exactly) {
            out.bytes(EXACTLY | marks);
            out.count(exactly.devices().size());
            exactly.devices().forEach(out::device);
        } else if (scope instanceof Below below) {
            out.bytes(BELOW | marks);
            out.sharedText(below.path());
        } else if (scope instanceof Between between) {
            IDeviceID from = between.from();
            IDeviceID to = between.to();
            out.bytes(BETWEEN | (from == null ? 0 : FROM) | (to == null ? 0 : TO) | marks);
            if (from != null) {
                out.device(from);
            }
            if (to != null) {
                out.device(to);
            }
        } else {
            out.bytes(ALL | marks);
        }
    }

    private static DeviceScope scope(PartInput in, int kind) {
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
