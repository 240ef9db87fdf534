/**
 * Reading a table, or a plain folder of TsFiles, as one relation: which files, cut into which sections, merged how.
 *
 * <p>Invariant: whatever is pruned, the rows that remain are those of the whole merge (N2 to N4).
 */
/**
 * What operators do to a table beside reading, writing and compacting it.
 *
 * <p>Invariant: nothing here changes what a query answers.
 */
@NullMarked
package io.tsfile.core.maintenance;

import org.jspecify.annotations.NullMarked;
