/**
 * What a Spark user touches: the format {@code tsfile}, the catalog, and the compaction.
 *
 * <p>Invariant: classes here only translate between Spark's words and the core's; the work is done in {@code read} and in the
 * core.
 */
@NullMarked
package io.tsfile.spark;

import org.jspecify.annotations.NullMarked;
