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

/** The type of messages between stages, so that neither Kryo nor Java serialization ever sees them. */
public final class MessageTypeInfo<T> extends TypeInformation<T> {
    /** From the packer to the buffer. */
    public static final MessageTypeInfo<PackedRows> PACKED =
            new MessageTypeInfo<>("PackedRows", PackedRows.class, PackedRowsSerializer.INSTANCE);

    /** From the buffer to the encoder. */
    public static final MessageTypeInfo<Staged<SortedSeries>> SORTED =
            staged("SortedSeries", SortedSeriesSerializer.INSTANCE);

    /** From the encoder to the writer. */
    public static final MessageTypeInfo<Staged<EncodedSeries>> ENCODED =
            staged("EncodedSeries", EncodedSeriesSerializer.INSTANCE);

    private final String name;
    private final Class<T> type;
    private final TypeSerializer<T> serializer;

    private MessageTypeInfo(String name, Class<T> type, TypeSerializer<T> serializer) {
        this.name = name;
        this.type = type;
        this.serializer = serializer;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a class object does not know its type arguments
    private static <S> MessageTypeInfo<Staged<S>> staged(String name, StageSerializer<S> serializer) {
        return new MessageTypeInfo<>(name, (Class) Staged.class, serializer);
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
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
    public Class<T> getTypeClass() {
        return type;
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
        return other instanceof MessageTypeInfo<?> that && that.serializer.getClass() == serializer.getClass();
    }

    @Override
    public int hashCode() {
        return serializer.getClass().hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof MessageTypeInfo;
    }
}
