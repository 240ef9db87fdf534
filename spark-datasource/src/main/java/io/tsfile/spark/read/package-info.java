/**
 * From a table to batches: options, schema, pushdown, partitions.
 *
 * <p>Invariant: a scan is planned on one snapshot, which it takes when it is built; whatever is pushed down changes what is
 * read, never what the query answers.
 */
@NullMarked
package io.tsfile.spark.read;

import org.jspecify.annotations.NullMarked;
