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
package io.tsfile.benchmarks.merge;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the operating system's own programs do with files. */
final class FileTools {
    private FileTools() {}

    /** Copies files into a new folder and waits until the copies are durable, as our files are before a commit names them. */
    static Answer copy(List<Path> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        long start = System.nanoTime();
        // $0 is the folder; sync of a file is an fsync.
        run("cp \"$@\" \"$0\" && sync \"$0\"/*", folder, files);
        long nanos = System.nanoTime() - start;
        return new Answer(
                nanos,
                0,
                files.stream().map(file -> folder.resolve(file.getFileName())).toList());
    }

    /** Has all files of some folders in another folder, too; instead of what was there. */
    static void link(List<Path> folders, Path folder) throws IOException {
        run("rm -rf \"$0\" && mkdir \"$0\" && cp -rl \"$@\" \"$0\"", folder, folders);
    }

    /** What a program did, and the wait until its files are durable, which it left to the system. */
    static Answer synced(Answer answer) throws IOException {
        long start = System.nanoTime();
        run("sync \"$@\"", Path.of("."), answer.files());
        return new Answer(answer.nanos() + System.nanoTime() - start, answer.sum(), answer.files());
    }

    /** Has the operating system forget what it knows of durable files, as far as it likes; needs no rights. */
    static void forget(List<Path> files) throws IOException {
        // It copies nothing: with nocache it tells the system that no page of the file is needed any more.
        run(
                "for file; do dd of=\"$file\" oflag=nocache conv=notrunc,fdatasync count=0 status=none; done",
                Path.of("."),
                files);
    }

    private static void run(String script, Path first, List<Path> files) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, first.toString()));
        files.forEach(file -> command.add(file.toString()));
        try {
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IOException(
                        "Cannot go on: '" + script + "' ended with " + status + "; see above what it said");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the thread was interrupted");
        }
    }
}
