/**
 * The order of rows that arrived out of order: which arrivals the rows of a series are, found by comparing times alone.
 *
 * <p>Invariant: nothing here changes what arrived, so readers may look at it meanwhile, and it can be sorted again.
 */
@NullMarked
package io.tsfile.core.flush.sort;

import org.jspecify.annotations.NullMarked;
