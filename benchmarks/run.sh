#!/usr/bin/env bash
# Runs a suite of benchmarks: prints a table and writes benchmarks/results/SUITE.json.
#
#   ./benchmarks/run.sh ingest   the whole path: write, read, compact, Flink
#   ./benchmarks/run.sh format   pages, chunks and metadata
#   ./benchmarks/run.sh sort     memtable and sort stage
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# -ne 1 ]; then
  echo "Usage: $0 SUITE   (suites: ingest, format, sort)" >&2
  exit 2
fi
echo "Building ..."
./mvnw -B -q package -pl benchmarks -am -DskipTests
exec java -Xmx3g \
  -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" \
  io.tsfile.benchmarks.BenchmarkRunner "$1" "benchmarks/results/$1.json"
