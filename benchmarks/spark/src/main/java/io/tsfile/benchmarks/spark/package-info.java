/** Queries of Spark's, on a table of TsFiles and on Parquet files with the same rows, in turn in one session. */
@NullMarked
package io.tsfile.benchmarks.spark;

import org.jspecify.annotations.NullMarked;
