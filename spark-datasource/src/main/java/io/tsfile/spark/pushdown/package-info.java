/**
 * What is asked of a scan, from Spark's words into the core's: conditions on devices and on values, aggregates, the last rows.
 *
 * <p>Invariant: what is taken over is exact, or only narrows what is read and stays with Spark, too.
 */
@NullMarked
package io.tsfile.spark.pushdown;

import org.jspecify.annotations.NullMarked;
