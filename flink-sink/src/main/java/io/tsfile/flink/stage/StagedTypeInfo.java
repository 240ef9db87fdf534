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
package io.tsfile.flink.stage;

import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.SortedSeries;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of a stage's messages, so that neither Kryo nor Java serialization ever sees them. */
public final class StagedTypeInfo<T> extends TypeInformation<Staged<T>> {
    /** From the buffer to the encoder. */
    public static final StagedTypeInfo<SortedSeries> SORTED =
            new StagedTypeInfo<>("SortedSeries", SortedSeriesSerializer.INSTANCE);

    /** From the encoder to the writer. */
    public static final StagedTypeInfo<EncodedSeries> ENCODED =
            new StagedTypeInfo<>("EncodedSeries", EncodedSeriesSerializer.INSTANCE);

    private final String name;
    private final StageSerializer<T> serializer;

    private StagedTypeInfo(String name, StageSerializer<T> serializer) {
        this.name = name;
        this.serializer = serializer;
    }

    @Override
    public TypeSerializer<Staged<T>> createSerializer(SerializerConfig config) {
        return serializer;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // a class object does not know its type arguments
    public Class<Staged<T>> getTypeClass() {
        return (Class) Staged.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StagedTypeInfo<?> that && that.serializer.getClass() == serializer.getClass();
    }

    @Override
    public int hashCode() {
        return serializer.getClass().hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof StagedTypeInfo;
    }
}
