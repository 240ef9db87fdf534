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

import io.tsfile.core.model.Column;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * What SQL says of the tags of a device, or of its path in the tree model. It has SQL's three values: a comparison with a null tag is
 * neither true nor false, and neither is its opposite, so that {@code site <> 'a'} is not true where the site is null.
 */
public sealed interface TagPredicate extends Serializable {
    /** In place of a tag's position: the path of a device of the tree model, which is never null. */
    int PATH = -1;

    /** Whether it is true of the device; null if it is neither true nor false. */
    @Nullable
    Boolean test(IDeviceID device);

    /** What it may be of the devices of a range. */
    Outcomes outcomes(DeviceRange range);

    /**
     * The values, null among them, that a tag must have where the predicate has this outcome; nothing where it may have others,
     * too.
     */
    Optional<Set<@Nullable String>> values(int tag, boolean outcome);

    /** Its form in SQL, shortened where it has many values. */
    String describe(TableSchema schema);

    /** The devices that it is true of. */
    default DeviceFilter filter() {
        return new TagFilter(this, null);
    }

    /** The devices of the table that it is true of; where it names them all, files are asked for these. */
    default DeviceFilter filter(TableSchema schema) {
        return new TagFilter(this, KnownDevices.of(schema, this).orElse(null));
    }

    /** The opposite: false where this is true, true where it is false. */
    default TagPredicate not() {
        return new Not(this);
    }

    /**
     * The tag is one of these values.
     *
     * @param tag its position among the tags, from 0, or {@link #PATH}
     */
    static TagPredicate in(int tag, Collection<String> values) {
        return new In(tag, new TreeSet<>(values));
    }

    /**
     * The tag is null.
     *
     * @param tag its position among the tags, from 0, or {@link #PATH}
     */
    static TagPredicate isNull(int tag) {
        return new IsNull(tag);
    }

    /** The path of a device of the tree model is one that the pattern chooses. */
    static TagPredicate matches(DevicePattern pattern) {
        return pattern.isExact() ? in(PATH, List.of(pattern.toString())) : new Matches(pattern);
    }

    /**
     * The tag begins with a prefix.
     *
     * @param tag its position among the tags, from 0, or {@link #PATH}
     */
    static TagPredicate startsWith(int tag, String prefix) {
        return new StartsWith(tag, prefix);
    }

    /** All of them are true; of none, this is. */
    static TagPredicate all(List<TagPredicate> parts) {
        return new All(List.copyOf(parts));
    }

    /** One of them is true. */
    static TagPredicate any(List<TagPredicate> parts) {
        return new All(parts.stream().map(TagPredicate::not).toList()).not();
    }

    /** A tag is one of some values; unknown of null. */
    record In(int tag, TreeSet<String> values) implements TagPredicate {
        private static final int SHOWN_VALUES = 5;

        @Override
        public @Nullable Boolean test(IDeviceID device) {
            String value = value(device, tag);
            return value == null ? null : values.contains(value);
        }

        @Override
        public Outcomes outcomes(DeviceRange range) {
            if (!isSortedBy(range, tag)) {
                return Outcomes.ANY;
            }
            String low = value(range.first(), tag);
            String high = value(range.last(), tag);
            boolean mayBeTrue = high != null
                    && !values.subSet(low == null ? "" : low, true, high, true).isEmpty();
            boolean mayBeFalse = high != null && !(high.equals(low) && values.contains(high));
            return new Outcomes(mayBeTrue, mayBeFalse, low == null);
        }

        @Override
        public Optional<Set<@Nullable String>> values(int ofTag, boolean outcome) {
            return ofTag == tag && outcome ? Optional.of(new HashSet<>(values)) : Optional.empty();
        }

        @Override
        public String describe(TableSchema schema) {
            int more = values.size() - SHOWN_VALUES;
            return name(schema, tag) + " IN ("
                    + values.stream().limit(SHOWN_VALUES).collect(Collectors.joining(", "))
                    + (more > 0 ? ", and " + more + " more" : "") + ")";
        }
    }

    /** A tag is null; never unknown. */
    record IsNull(int tag) implements TagPredicate {
        @Override
        public Boolean test(IDeviceID device) {
            return value(device, tag) == null;
        }

        @Override
        public Outcomes outcomes(DeviceRange range) {
            return isSortedBy(range, tag)
                    ? new Outcomes(value(range.first(), tag) == null, value(range.last(), tag) != null, false)
                    : Outcomes.ANY;
        }

        @Override
        public Optional<Set<@Nullable String>> values(int ofTag, boolean outcome) {
            Set<@Nullable String> onlyNull = new HashSet<>();
            onlyNull.add(null);
            return ofTag == tag && outcome ? Optional.of(onlyNull) : Optional.empty();
        }

        @Override
        public String describe(TableSchema schema) {
            return name(schema, tag) + " IS NULL";
        }
    }

    /** A path is one of a pattern; never unknown. */
    record Matches(DevicePattern pattern) implements TagPredicate {
        @Override
        public Boolean test(IDeviceID device) {
            return pattern.matches(device);
        }

        @Override
        public Outcomes outcomes(DeviceRange range) {
            return Outcomes.ANY;
        }

        @Override
        public Optional<Set<@Nullable String>> values(int tag, boolean outcome) {
            return Optional.empty();
        }

        @Override
        public String describe(TableSchema schema) {
            return TableSchema.DEVICE_COLUMN + " of " + pattern;
        }
    }

    /** A tag begins with a prefix; unknown of null. */
    record StartsWith(int tag, String prefix) implements TagPredicate {
        @Override
        public @Nullable Boolean test(IDeviceID device) {
            String value = value(device, tag);
            return value == null ? null : value.startsWith(prefix);
        }

        @Override
        public Outcomes outcomes(DeviceRange range) {
            if (!isSortedBy(range, tag)) {
                return Outcomes.ANY;
            }
            String low = value(range.first(), tag);
            String high = value(range.last(), tag);
            boolean lowStarts = low != null && low.startsWith(prefix);
            boolean isReached = low == null || lowStarts || low.compareTo(prefix) < 0;
            boolean mayBeTrue = high != null && isReached && high.compareTo(prefix) >= 0;
            boolean mayBeFalse = high != null && !(lowStarts && high.startsWith(prefix));
            return new Outcomes(mayBeTrue, mayBeFalse, low == null);
        }

        @Override
        public Optional<Set<@Nullable String>> values(int ofTag, boolean outcome) {
            return Optional.empty();
        }

        @Override
        public String describe(TableSchema schema) {
            return name(schema, tag) + " LIKE " + prefix + "%";
        }
    }

    /** All are true; false if one is, whatever is unknown. */
    record All(List<TagPredicate> parts) implements TagPredicate {
        @Override
        public @Nullable Boolean test(IDeviceID device) {
            Boolean all = true;
            for (TagPredicate part : parts) {
                Boolean one = part.test(device);
                if (Boolean.FALSE.equals(one)) {
                    return false;
                }
                all = one == null ? null : all;
            }
            return all;
        }

        @Override
        public Outcomes outcomes(DeviceRange range) {
            boolean mayBeTrue = true;
            boolean mayBeFalse = false;
            boolean mayBeUnknown = false;
            for (TagPredicate part : parts) {
                Outcomes one = part.outcomes(range);
                mayBeTrue &= one.mayBeTrue();
                mayBeFalse |= one.mayBeFalse();
                mayBeUnknown |= one.mayBeUnknown();
            }
            return new Outcomes(mayBeTrue, mayBeFalse, mayBeUnknown);
        }

        @Override
        public Optional<Set<@Nullable String>> values(int tag, boolean outcome) {
            List<Optional<Set<@Nullable String>>> ofParts =
                    parts.stream().map(part -> part.values(tag, outcome)).toList();
            if (outcome) {
                return ofParts.stream().flatMap(Optional::stream).reduce((some, others) -> {
                    some.retainAll(others);
                    return some;
                });
            }
            // One of them is false: any of their values may be the reason.
            Set<@Nullable String> all = new HashSet<>();
            for (Optional<Set<@Nullable String>> ofPart : ofParts) {
                if (ofPart.isEmpty()) {
                    return Optional.empty();
                }
                all.addAll(ofPart.get());
            }
            return Optional.of(all);
        }

        @Override
        public String describe(TableSchema schema) {
            return describe(schema, " AND ", false);
        }

        private String describe(TableSchema schema, String between, boolean opposite) {
            return parts.stream()
                    .map(part -> opposite ? part.not() : part)
                    .map(part -> part instanceof All || (part instanceof Not not && not.part instanceof All)
                            ? "(" + part.describe(schema) + ")"
                            : part.describe(schema))
                    .collect(Collectors.joining(between));
        }
    }

    /** The opposite; unknown of what is unknown. */
    record Not(TagPredicate part) implements TagPredicate {
        @Override
        public @Nullable Boolean test(IDeviceID device) {
            Boolean value = part.test(device);
            return value == null ? null : !value;
        }

        @Override
        public Outcomes outcomes(DeviceRange range) {
            return part.outcomes(range).not();
        }

        @Override
        public Optional<Set<@Nullable String>> values(int tag, boolean outcome) {
            return part.values(tag, !outcome);
        }

        @Override
        public TagPredicate not() {
            return part;
        }

        @Override
        public String describe(TableSchema schema) {
            if (part instanceof IsNull isNull) {
                return name(schema, isNull.tag) + " IS NOT NULL";
            }
            return part instanceof All all ? all.describe(schema, " OR ", true) : "NOT " + part.describe(schema);
        }
    }

    /** Whether devices of the range differ in this tag first, if they differ: then they ascend by it, and null comes first. */
    private static boolean isSortedBy(DeviceRange range, int tag) {
        if (tag == PATH) {
            return false;
        }
        boolean same = range.first().getTableName().equals(range.last().getTableName());
        for (int i = 0; same && i < tag; i++) {
            same = Objects.equals(value(range.first(), i), value(range.last(), i));
        }
        return same;
    }

    /** The value of a tag of a device, or its path. */
    static @Nullable String value(IDeviceID device, int tag) {
        return tag == PATH ? Devices.path(device) : Devices.tag(device, tag);
    }

    private static String name(TableSchema schema, int tag) {
        return tag == PATH
                ? TableSchema.DEVICE_COLUMN
                : schema.tags().stream().map(Column::name).toList().get(tag);
    }
}
