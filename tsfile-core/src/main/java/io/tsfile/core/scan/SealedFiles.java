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

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the files of a folder, and finds those that a server had not done with when the folder was copied. Not
 * thread-safe; it reads with several threads.
 */
final class SealedFiles {
    private final FileStore store;
    private final PlainOptions.Unsealed unsealed;
    private final PlainFile.Inspector inspector;
    private final CompactionLogs compactions;
    private final List<SkippedFile> skipped = new ArrayList<>();

    /** What was found in a file, or why it is left out. */
    private record Look(@Nullable PlainFile file, @Nullable SkippedFile skipped) {}

    SealedFiles(
            FileStore store,
            PlainOptions.Unsealed unsealed,
            PlainFile.Inspector inspector,
            CompactionLogs compactions) {
        this.store = store;
        this.unsealed = unsealed;
        this.inspector = inspector;
        this.compactions = compactions;
    }

    /** Reads the index and the deletions of every file that a server had done with, in the order of the files. */
    List<PlainFile> inspect(List<StoredFile> tsFiles) throws IOException {
        List<PlainFile> files = new ArrayList<>();
        for (Look look : InParallel.map(tsFiles, "tsfile-read-indexes", this::look)) {
            if (look.file != null) {
                files.add(look.file);
            } else if (look.skipped != null) {
                skipped.add(look.skipped);
            }
        }
        return files;
    }

    /** What {@link #inspect} left out. */
    List<SkippedFile> skipped() {
        return skipped;
    }

    private Look look(StoredFile stored) throws IOException {
        Optional<String> log = compactions.logNear(stored.path());
        if (log.isPresent()) {
            return leaveOut(
                    stored,
                    "lies where a server was compacting (see " + log.get() + ")",
                    "Start the server once, so that it ends or undoes that compaction, then copy the folder again",
                    null);
        }
        try {
            return new Look(inspector.inspect(stored), null);
        } catch (CorruptTsFileException e) {
            if (OpenTsFile.isSealed(store, stored.path())) {
                throw e;
            }
            return leaveOut(
                    stored,
                    "is no complete TsFile (" + stored.length() + " bytes without TsFile's mark at both ends)",
                    "If a server was still writing it, flush it there, then copy the folder again",
                    e);
        }
    }

    private Look leaveOut(StoredFile stored, String reason, String advice, @Nullable CorruptTsFileException cause) {
        if (unsealed == PlainOptions.Unsealed.SKIP) {
            return new Look(null, new SkippedFile(stored.path(), reason));
        }
        String message = "Cannot read " + store.location().uri() + "/" + stored.path() + ": it " + reason + ". "
                + advice + "; or set option unsealed to 'skip' to do without it";
        throw cause == null ? new TsFileConnectorException(message) : new CorruptTsFileException(message, cause);
    }
}
