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
package io.tsfile.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanupTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void closesAllInWhateverWayOneOfThemFails() {
        Error first = new AssertionError("first");
        Closeable failing = () -> {
            throw first;
        };
        List<Closeable> resources = List.of(
                () -> closed.add("a"),
                failing,
                () -> closed.add("b"),
                () -> {
                    throw new IOException("second");
                },
                () -> {
                    throw new IllegalStateException("third");
                },
                failing,
                () -> closed.add("c"));

        assertThatThrownBy(() -> Cleanup.closeAll(resources)).isSameAs(first);

        assertThat(closed).containsExactly("a", "b", "c");
        assertThat(first.getSuppressed()).extracting(Throwable::getMessage).containsExactly("second", "third");
    }

    @Test
    void keepsTheFailureThatLedHere() {
        IOException failure = new IOException("why");

        Cleanup.closeAfter(failure, () -> {
            throw new IllegalStateException("behind it");
        });

        assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).containsExactly("behind it");
    }
}
