#!/usr/bin/env bash
# Measures ours against the Apache library, and puts the format layer and the writer under load.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat >&2 <<USAGE
Usage: $0 ingest                  the whole path: write, read, compact, Flink
       $0 format                  pages, chunks and metadata
       $0 sort                    memtable and sorting
       $0 flush                   memtables to files
       $0 merge                   compaction and merged reads, against cp, the library and IoTDB's compaction (as below)
       $0 iotdb                   memtable and flush, against an IoTDB server's own (downloads its jars)
       $0 flink                   the sink in Flink jobs, against Flink's own files in Parquet
       $0 spark                   queries in Spark, against the same on Parquet, and before compaction against after
       $0 flink-page              a job with the sink, to look at in Flink's web page
       $0 spark-page              a query on a table, to look at in Spark's web page
       $0 planning                plan scans of 100,000 files in 256 MB of heap
       $0 million                 write a file of a million series in 512 MB of heap
       $0 log                     open a table of 100,000 files and 10,000 commits in 300 MB of heap
       $0 memory                  prove that staged flushes keep to their memory budget
       $0 compact-memory          compact 100 files of 10,000 series in 256 MB of heap
       $0 flink-memory            write 100,000 devices with one subtask of the Flink sink in 512 MB of heap
       $0 fuzz SECONDS [SEED]     damage files and read them; another seed each time unless one is given
       $0 commits COUNT           eight processes, each of which makes so many commits to one table: local, HDFS, S3
       $0 kill SECONDS [SEED]     kill processes that write, and look whether a row is missing; the seed as above

ingest, format, sort, flush, merge, iotdb, flink and spark print a table and write it to benchmarks/results/.
USAGE
  exit 2
}

run() {
  echo "Building ..."
  ./mvnw -B -q package -pl benchmarks -am -DskipTests
  exec java "$1" -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" "io.tsfile.benchmarks.$2" "${@:3}"
}

# IoTDB needs its own TsFile library: its part is a program of its own, on a class path of its own.
run_with_iotdb() {
  echo "Building ..."
  ./mvnw -B -q package -Pinterop -pl benchmarks/iotdb -am -DskipTests
  local classes="$PWD/benchmarks/target/classes" peer
  peer="$PWD/benchmarks/iotdb/target/classes:$classes:$(cat interop/server/target/iotdb-classpath.txt)"
  exec java -Xmx1g -cp "$classes:$(cat benchmarks/target/classpath.txt)" \
    "io.tsfile.benchmarks.$1" "$peer" "benchmarks/results/$2.json"
}

# Spark and Flink bring different versions of the same libraries: its part is a module of its own, too.
run_with_spark() {
  echo "Building ..."
  ./mvnw -B -q package -pl benchmarks/spark -am -DskipTests
  local opens=() package
  for package in lang lang.invoke net nio util util.concurrent; do
    opens+=("--add-opens=java.base/java.$package=ALL-UNNAMED")
  done
  opens+=(--add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/sun.security.action=ALL-UNNAMED)
  exec java -Xmx3g "${opens[@]}" -cp "benchmarks/spark/target/classes:$(cat benchmarks/spark/target/classpath.txt)" \
    "io.tsfile.benchmarks.spark.$1" "${@:2}"
}

case "$#:${1:-}" in
  1:ingest | 1:format | 1:sort | 1:flush) run -Xmx3g BenchmarkRunner "$1" "benchmarks/results/$1.json" ;;
  1:merge) run_with_iotdb merge.MergeBenchmark merge ;;
  1:iotdb) run_with_iotdb iotdb.IotdbBenchmark iotdb ;;
  1:flink) run -Xmx3g flink.FlinkBenchmark benchmarks/results/flink.json ;;
  1:spark) run_with_spark SparkBenchmark benchmarks/results/spark.json ;;
  1:spark-page) run_with_spark WebPage ;;
  1:flink-page) run -Xmx2g flink.WebPage ;;
  1:planning) run -Xmx256m PlanningFigures ;;
  1:million) run -Xmx512m MillionSeries ;;
  1:log) run -Xmx300m LogOpening ;;
  1:memory) run -Xmx64m FlushMemory ;;
  2:commits)
    exec ./mvnw -B test -pl stores -am -Dtest=ManyProcessesTest -Dsurefire.failIfNoSpecifiedTests=false \
      -Dstores.processes=8 "-Dstores.commits=$2"
    ;;
  1:compact-memory) run -Xmx256m CompactMemory ;;
  1:flink-memory) run -Xmx512m FlinkMemory ;;
  2:fuzz | 3:fuzz) run -Xmx1g FuzzRunner "${@:2}" ;;
  2:kill | 3:kill) run -Xmx512m KillRunner "${@:2}" ;;
  *) usage ;;
esac
