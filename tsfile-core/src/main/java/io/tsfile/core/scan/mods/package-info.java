/**
 * Reading a table, or a plain folder of TsFiles, as one relation: which files, cut into which sections, merged how.
 *
 * <p>Invariant: whatever is pruned, the rows that remain are those of the whole merge (N2 to N4).
 */
/**
 * The deletions that an IoTDB keeps beside a TsFile: reading its files of them, and finding out which points of the TsFile they
 * hide.
 *
 * <p>Invariant: a deletion hides points of the file that it stands beside, and of no other.
 */
@NullMarked
package io.tsfile.core.scan.mods;

import org.jspecify.annotations.NullMarked;
