/**
 * What a Spark user names: the format {@code tsfile}, the catalog, and the job's main class.
 *
 * <p>Invariant: classes here only hand over to the rooms below them.
 */
@NullMarked
package io.tsfile.spark;

import org.jspecify.annotations.NullMarked;
