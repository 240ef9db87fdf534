/**
 * Flink's rows as a table's rows: devices, times, values, and what is said about those that do not fit.
 *
 * <p>Invariant: a value arrives unchanged, or the row is refused (N6, N7).
 */
@NullMarked
package io.tsfile.flink.row;

import org.jspecify.annotations.NullMarked;
