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

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of messages from the packer to the buffer, so that neither Kryo nor Java serialization ever sees them. */
public final class PackedRowsTypeInfo extends TypeInformation<PackedRows> {
    /** The only one. */
    public static final PackedRowsTypeInfo INSTANCE = new PackedRowsTypeInfo();

    private PackedRowsTypeInfo() {}

    @Override
    public TypeSerializer<PackedRows> createSerializer(SerializerConfig config) {
        return PackedRowsSerializer.INSTANCE;
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
    public Class<PackedRows> getTypeClass() {
        return PackedRows.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public String toString() {
        return "PackedRows";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackedRowsTypeInfo;
    }

    @Override
    public int hashCode() {
        return PackedRowsTypeInfo.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof PackedRowsTypeInfo;
    }
}
