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
package io.tsfile.benchmarks.iotdb;

import io.tsfile.benchmarks.Report;
import io.tsfile.benchmarks.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Our memtable and flush against IoTDB's: 10 million points are inserted in batches, sorted, encoded and written to a file.
 *
 * <p>{@code ./benchmarks/run.sh iotdb}
 */
public final class IotdbBenchmark {
    private static final String PEER = "io.tsfile.benchmarks.iotdb.peer.IotdbProgram";

    private IotdbBenchmark() {}

    /** Takes the class path of the program with IoTDB, and the file for the results. */
    public static void main(String[] args) throws IOException {
        List<Work> all = Work.all();
        System.out.println("Running " + all.size() + " comparisons with IoTDB, some six minutes in all.");
        List<Result> results = new ArrayList<>();
        StringBuilder stages = new StringBuilder();
        try (FlushProcess ours = new FlushProcess(System.getProperty("java.class.path"), OurProgram.class.getName());
                FlushProcess peer = new FlushProcess(args[0], PEER)) {
            Rounds rounds = new Rounds(ours, peer);
            for (Work work : all) {
                System.out.println("  measuring: " + work.description());
                rounds.load(work);
                Rounds.Measured apart = rounds.measure(true);
                add(results, work.description(), apart);
                results.add(speeds(
                        work.description() + ": flush, IoTDB on 3 threads", rounds.measure(false), Outcome::flush, 3));
                stages.append(stages(work.description(), "ours", apart.ours()));
                stages.append(stages("", "IoTDB", apart.peer()));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%n%-42s %7s %8s %8s %8s %8s %8s%n%s",
                "milliseconds, one thread",
                "",
                "insert",
                "sort",
                "encode",
                "write",
                "flush",
                stages);
        Report.of(results).publish(Path.of(args[1]));
    }

    private static void add(List<Result> results, String work, Rounds.Measured measured) {
        results.add(speeds(work + ": flush", measured, Outcome::flush, 3));
        results.add(speeds(work + ": insert", measured, Outcome::insert, 1));
        results.add(speeds(work + ": both", measured, outcome -> outcome.insert() + outcome.flush(), 1));
        results.add(Result.sizes(
                work + ": file",
                "bytes/point",
                (double) measured.ours().fileBytes() / Readings.POINTS,
                (double) measured.peer().fileBytes() / Readings.POINTS,
                1));
    }

    private static Result speeds(String name, Rounds.Measured measured, ToLongFunction<Outcome> part, double goal) {
        return Result.speeds(
                name,
                "million points/s",
                Readings.POINTS / measured.ours().median(part) * 1e3,
                Readings.POINTS / measured.peer().median(part) * 1e3,
                goal);
    }

    private static String stages(String work, String side, Rounds.Side measured) {
        return String.format(
                Locale.ROOT,
                "%-42s %7s %8.0f %8.0f %8.0f %8.0f %8.0f%n",
                work,
                side,
                measured.median(Outcome::insert) / 1e6,
                measured.median(Outcome::sort) / 1e6,
                measured.median(Outcome::encode) / 1e6,
                measured.median(Outcome::io) / 1e6,
                measured.median(Outcome::flush) / 1e6);
    }
}
