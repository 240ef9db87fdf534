/**
 * The catalog's parts: where a name's table is, what a table and a namespace can become.
 *
 * <p>Invariant: nothing is remembered between two calls; what the warehouse's folders and the tables' logs say is the truth.
 */
@NullMarked
package io.tsfile.spark.catalog;

import org.jspecify.annotations.NullMarked;
