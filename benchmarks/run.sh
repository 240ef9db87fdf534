#!/usr/bin/env bash
# Runs a suite of benchmarks: prints a table and writes benchmarks/results/SUITE.json.
#
#   ./benchmarks/run.sh ingest
#   ./benchmarks/run.sh million   a file of a million series in 512 MB of heap; no comparison, and no results file
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# -ne 1 ]; then
  echo "Usage: $0 SUITE   (suites: ingest, million)" >&2
  exit 2
fi
echo "Building ..."
./mvnw -B -q package -pl benchmarks -am -DskipTests
if [ "$1" = million ]; then
  exec java -Xmx512m \
    -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" \
    io.tsfile.benchmarks.MillionSeries
fi
exec java -Xmx3g \
  -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" \
  io.tsfile.benchmarks.BenchmarkRunner "$1" "benchmarks/results/$1.json"
