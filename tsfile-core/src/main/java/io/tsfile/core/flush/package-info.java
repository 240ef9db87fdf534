/**
 * From rows to files: {@code MemTable -> sort -> encode -> io}, plain functions over values that the fused engine and
 * Flink's operators both run.
 *
 * <p>Invariant: of two rows with one key, the one that arrived later ends up in a file of higher order (R9), and in one file
 * the times of a series strictly increase (R1).
 */
@NullMarked
package io.tsfile.core.flush;

import org.jspecify.annotations.NullMarked;
