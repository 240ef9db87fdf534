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
package io.tsfile.flink.compact;

import java.io.Serializable;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes operators that need the mailbox. */
final class CompactOperatorFactory<I, O> extends AbstractStreamOperatorFactory<O>
        implements OneInputStreamOperatorFactory<I, O> {
    private final Class<? extends OneInputStreamOperator<I, O>> type;
    private final Maker<I, O> maker;

    /** Makes one. Travels to the subtasks. */
    @FunctionalInterface
    interface Maker<I, O> extends Serializable {
        OneInputStreamOperator<I, O> make(StreamOperatorParameters<O> parameters);
    }

    CompactOperatorFactory(Class<? extends OneInputStreamOperator<I, O>> type, Maker<I, O> maker) {
        this.type = type;
        this.maker = maker;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as it is declared
    public <T extends StreamOperator<O>> T createStreamOperator(StreamOperatorParameters<O> parameters) {
        @SuppressWarnings("unchecked") // what Flink asks for is what the maker makes
        T operator = (T) maker.make(parameters);
        return operator;
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
        return type;
    }
}
