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
package io.tsfile.spark.job;

import io.tsfile.core.TsFileConnectorException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code compact}. */
@Command(
        name = "compact",
        sortOptions = false,
        description = "Merges overlapping and small files; the rows stay the same.")
final class CompactCommand extends JobCommand {
    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = "A condition on the time: only its files are merged, and what they overlap.")
    private @Nullable String where;

    @Option(
            names = "--strategy",
            paramLabel = "auto|force",
            defaultValue = "auto",
            description = "What is worth it, or all files that were not compacted yet (${DEFAULT-VALUE}).")
    private String strategy = "auto";

    @Option(
            names = "--target-file-size",
            paramLabel = "SIZE",
            defaultValue = "256mb",
            description = "How long files get (${DEFAULT-VALUE}).")
    private String targetFileSize = "";

    @Option(
            names = "--max-concurrent",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Merges at once, of all tables together; 0 for as many as Spark has cores (${DEFAULT-VALUE}).")
    private int maxConcurrent;

    @Option(
            names = "--max-bytes-per-second",
            paramLabel = "SIZE",
            defaultValue = "0",
            description =
                    "What the merges of each executor read and write together; 0 for no limit (${DEFAULT-VALUE}).")
    private String maxBytesPerSecond = "";

    @Option(names = "--dry-run", description = "Only say what it would begin with.")
    private boolean dryRun;

    @Override
    void check() {
        settings();
        if (maxConcurrent < 0) {
            throw new TsFileConnectorException(
                    "Cannot compact with " + maxConcurrent + " merges at once: --max-concurrent is positive, or 0");
        }
    }

    @Override
    ExitCode run(SparkSession spark, List<JobTable> found, PrintWriter out) throws IOException, InterruptedException {
        int count = maxConcurrent == 0 ? Math.max(1, spark.sparkContext().defaultParallelism()) : maxConcurrent;
        try (MergeThreads merges = MergeThreads.of(count)) {
            return sweep(
                    new CompactWork(spark, settings(), Optional.ofNullable(where), dryRun, merges, out), found, out);
        }
    }

    private CompactSettings settings() {
        return CompactSettings.DEFAULT
                .withTargetFileBytes(ByteSizes.parse("--target-file-size", targetFileSize))
                .withMaxBytesPerSecond(ByteSizes.parse("--max-bytes-per-second", maxBytesPerSecond))
                .withForce(isForced());
    }

    private boolean isForced() {
        return switch (strategy.toLowerCase(Locale.ROOT)) {
            case "auto" -> false;
            case "force" -> true;
            default ->
                throw new TsFileConnectorException(
                        "Cannot use '" + strategy + "' as --strategy: it is one of auto, force");
        };
    }
}
