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

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Hands records over as they are where Flink would copy them from one operator of a task to the next; else as {@code type} does.
 *
 * <p>Nobody keeps state with it, so its snapshot is the type's own.
 */
final class UncopiedSerializer<T> extends TypeSerializer<T> {
    private static final long serialVersionUID = 1;

    private final TypeSerializer<T> type;

    UncopiedSerializer(TypeSerializer<T> type) {
        this.type = type;
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return from;
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return new UncopiedSerializer<>(type.duplicate());
    }

    @Override
    public boolean isImmutableType() {
        return type.isImmutableType();
    }

    @Override
    public T createInstance() {
        return type.createInstance();
    }

    @Override
    public int getLength() {
        return type.getLength();
    }

    @Override
    public void serialize(T record, DataOutputView target) throws IOException {
        type.serialize(record, target);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        return type.deserialize(source);
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return type.deserialize(reuse, source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        type.copy(source, target);
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        return type.snapshotConfiguration();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UncopiedSerializer<?> that && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }
}
