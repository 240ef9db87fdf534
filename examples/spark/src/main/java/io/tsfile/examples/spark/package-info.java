/** Spark programs over the quickstart's tables, all through the catalog {@code ts}. */
@NullMarked
package io.tsfile.examples.spark;

import org.jspecify.annotations.NullMarked;
