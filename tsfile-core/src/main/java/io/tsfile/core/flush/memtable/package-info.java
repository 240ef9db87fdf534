/**
 * Where rows, points and batches wait, by device and as columns, until they are flushed.
 *
 * <p>Invariant: what was appended stays as it is, in the order of arrival, until the memtable is cleared: a flush only
 * reads it, so that one that fails can be tried again.
 */
@NullMarked
package io.tsfile.core.flush.memtable;

import org.jspecify.annotations.NullMarked;
