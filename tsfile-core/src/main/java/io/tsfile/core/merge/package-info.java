/**
 * The newest-wins merge of rows that stand in several files: one kernel for reads and for compaction.
 *
 * <p>Invariant: of all values of one key, the one of the highest version comes out, and null never hides a value (N2, N3).
 */
@NullMarked
package io.tsfile.core.merge;

import org.jspecify.annotations.NullMarked;
