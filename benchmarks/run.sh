#!/usr/bin/env bash
# Runs a suite of benchmarks: prints a table and writes benchmarks/results/SUITE.json.
#
#   ./benchmarks/run.sh ingest
#
# Damages files for some seconds and reads them, from another seed each time unless one is given:
#
#   ./benchmarks/run.sh fuzz SECONDS [SEED]
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# -lt 1 ] || { [ "$1" != fuzz ] && [ $# -ne 1 ]; }; then
  echo "Usage: $0 SUITE   (suites: ingest)" >&2
  echo "       $0 fuzz SECONDS [SEED]" >&2
  exit 2
fi
echo "Building ..."
./mvnw -B -q package -pl benchmarks -am -DskipTests
if [ "$1" = fuzz ]; then
  exec java -Xmx1g \
    -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" \
    io.tsfile.benchmarks.FuzzRunner "${@:2}"
fi
exec java -Xmx3g \
  -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" \
  io.tsfile.benchmarks.BenchmarkRunner "$1" "benchmarks/results/$1.json"
