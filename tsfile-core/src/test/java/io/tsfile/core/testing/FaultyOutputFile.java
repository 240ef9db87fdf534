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
package io.tsfile.core.testing;

import io.tsfile.core.io.OutputFile;
import java.io.IOException;

/** An output file of a {@link FaultyFileStore}. */
final class FaultyOutputFile extends OutputFile {
    private static final int STEP_BYTES = 4096;

    private final OutputFile file;
    private final FaultPlan plan;
    private boolean closed;

    FaultyOutputFile(OutputFile file, FaultPlan plan) {
        this.file = file;
        this.plan = plan;
        plan.opened();
    }

    @Override
    public String path() {
        return file.path();
    }

    @Override
    public long position() {
        return file.position();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        plan.checkAlive();
        if (file.position() / STEP_BYTES == (file.position() + length) / STEP_BYTES) {
            file.write(source, offset, length);
            return;
        }
        plan.change("write to " + path(), () -> {
            file.write(source, offset, length);
            return true;
        });
    }

    @Override
    public void flush() throws IOException {
        plan.change("flush " + path(), () -> {
            file.flush();
            return true;
        });
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        plan.change("close " + path(), () -> {
            file.close();
            return true;
        });
        countClosed();
    }

    @Override
    public void abort() throws IOException {
        if (closed) {
            return;
        }
        // Also when the abort itself breaks: the caller can do no more about it.
        countClosed();
        plan.change("abort " + path(), () -> {
            file.abort();
            return true;
        });
    }

    private void countClosed() {
        closed = true;
        plan.closed();
    }
}
