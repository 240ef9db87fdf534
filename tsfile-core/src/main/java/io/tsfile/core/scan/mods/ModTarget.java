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
package io.tsfile.core.scan.mods;

import io.tsfile.core.model.Devices;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;

/** The series that a deletion names. Equal targets name the same series. */
sealed interface ModTarget {
    /** The only device that it can name, where it names one as a whole. */
    Optional<IDeviceID> device();

    /** Whether it names series of the device. */
    boolean names(NamedDevice device);

    /** Whether it names all measurements of its devices, and so the rows. */
    boolean rows();

    /** Whether it names this measurement of its devices. */
    boolean names(String measurement);

    /**
     * Series of the tree model.
     *
     * @param path nodes, with wildcards
     */
    record Tree(PathPattern path) implements ModTarget {
        @Override
        public Optional<IDeviceID> device() {
            return path.device().map(Devices::ofPath);
        }

        @Override
        public boolean names(NamedDevice device) {
            return path.matchesDevice(device.nodes());
        }

        @Override
        public boolean rows() {
            return path.matchesEveryMeasurement();
        }

        @Override
        public boolean names(String measurement) {
            return path.matchesMeasurement(measurement);
        }
    }

    /**
     * Columns of a table.
     *
     * @param table its name
     * @param tags of which devices
     * @param measurements which columns; empty for all
     */
    record Table(String table, TagPredicate tags, List<String> measurements) implements ModTarget {
        @Override
        public Optional<IDeviceID> device() {
            return tags instanceof TagPredicate.Device exact ? Optional.of(exact.device()) : Optional.empty();
        }

        @Override
        public boolean names(NamedDevice device) {
            return device.id().getTableName().equals(table) && tags.matches(device.id());
        }

        @Override
        public boolean rows() {
            return measurements.isEmpty();
        }

        @Override
        public boolean names(String measurement) {
            return measurements.isEmpty() || measurements.contains(measurement);
        }
    }
}
