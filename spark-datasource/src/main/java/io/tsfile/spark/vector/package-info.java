/**
 * Shows the core's arrays to Spark as columns, without copying them.
 *
 * <p>Invariant: a column never allocates or boxes per value, except where Spark's own interface asks for an object (strings,
 * binaries).
 */
@NullMarked
package io.tsfile.spark.vector;

import org.jspecify.annotations.NullMarked;
