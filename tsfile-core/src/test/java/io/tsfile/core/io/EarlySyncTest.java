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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long files are sent to their disk while they are written, and nobody sees a difference but a failure. */
class EarlySyncTest {
    private static final int LONG = 20 << 20;

    @TempDir
    Path folder;

    @Test
    void aLongFileHasItsBytes() throws IOException {
        byte[] bytes = new byte[LONG];
        new Random(1).nextBytes(bytes);
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            try (OutputFile file = store.create("long")) {
                file.write(bytes);
                file.write(bytes);
                file.write(1);
            }
            assertThat(Files.size(folder.resolve("long"))).isEqualTo(2L * LONG + 1);
            byte[] found = Files.readAllBytes(folder.resolve("long"));
            assertThat(new Object[] {
                        Arrays.mismatch(found, 0, LONG, bytes, 0, LONG),
                        Arrays.mismatch(found, LONG, 2 * LONG, bytes, 0, LONG)
                    })
                    .containsExactly(-1, -1);
        }
    }

    @Test
    void aLongFileIsDropped() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            OutputFile file = store.create("long");
            file.write(new byte[LONG]);
            file.abort();
            assertThat(folder.resolve("long")).doesNotExist();
        }
    }

    @Test
    void aFailureIsToldForEver() throws IOException {
        FileDescriptor closed;
        try (FileOutputStream file =
                new FileOutputStream(folder.resolve("short").toFile())) {
            closed = file.getFD();
        }
        EarlySync early = new EarlySync(closed);
        early.wrote(LONG);
        assertThatThrownBy(early::await).isInstanceOf(IOException.class).hasMessageContaining("sync failed");
        assertThatThrownBy(early::await).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> early.wrote(LONG)).isInstanceOf(IOException.class);
        early.end();
    }

    @Test
    void littleIsLeftToTheOwner() throws IOException {
        EarlySync early = new EarlySync(new FileDescriptor());
        early.wrote(1 << 20);
        early.await();
        early.wrote(LONG - (5 << 20));
        early.await();
    }
}
