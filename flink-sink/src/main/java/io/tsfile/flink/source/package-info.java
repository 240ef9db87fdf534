/**
 * Flink jobs read TsFile tables and plain folders: sections become splits, an enumerator hands them out, readers merge them.
 *
 * <p>Invariant: each row of what is read leaves a reader once, whatever fails and is restored on the way; rows of a device of one
 * commit leave before those of a later one.
 */
@NullMarked
package io.tsfile.flink.source;

import org.jspecify.annotations.NullMarked;
