/**
 * Flink jobs write TsFile tables: the entry for DataStream jobs and the sinks behind it.
 *
 * <p>Invariant: rows of a device reach exactly one writer, in the order in which they left the task before it.
 */
@NullMarked
package io.tsfile.flink;

import org.jspecify.annotations.NullMarked;
