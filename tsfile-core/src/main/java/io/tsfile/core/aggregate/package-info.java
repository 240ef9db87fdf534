/**
 * Aggregates of a table, from what its files say of their chunks where that is exact, else from the merged rows.
 *
 * <p>Invariant: an aggregate is that of the rows that {@link io.tsfile.core.scan.SectionReader} gives (N2 to N4), whatever it was
 * answered from.
 */
@NullMarked
package io.tsfile.core.aggregate;

import org.jspecify.annotations.NullMarked;
