#!/usr/bin/env bash
# Measures ours against the Apache library, and puts the format layer under load.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat >&2 <<USAGE
Usage: $0 ingest                  the whole path: write, read, compact, Flink
       $0 format                  pages, chunks and metadata
       $0 sort                    memtable and sorting
       $0 flush                   memtables to files
       $0 million                 write a file of a million series in 512 MB of heap
       $0 memory                  prove that staged flushes keep to their memory budget
       $0 fuzz SECONDS [SEED]     damage files and read them; another seed each time unless one is given

ingest, format, sort and flush print a table and write it to benchmarks/results/.
USAGE
  exit 2
}

run() {
  echo "Building ..."
  ./mvnw -B -q package -pl benchmarks -am -DskipTests
  exec java "$1" -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" "io.tsfile.benchmarks.$2" "${@:3}"
}

case "$#:${1:-}" in
  1:ingest | 1:format | 1:sort | 1:flush) run -Xmx3g BenchmarkRunner "$1" "benchmarks/results/$1.json" ;;
  1:million) run -Xmx512m MillionSeries ;;
  1:memory) run -Xmx64m FlushMemory ;;
  2:fuzz | 3:fuzz) run -Xmx1g FuzzRunner "${@:2}" ;;
  *) usage ;;
esac
