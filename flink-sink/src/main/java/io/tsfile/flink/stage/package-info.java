/**
 * The core's flush stages as Flink operators and writers, and the messages between them. Internal.
 *
 * <p>Invariant: what lies between two drains for a checkpoint goes into files of its own, whatever becomes of the
 * checkpoint.
 */
@NullMarked
package io.tsfile.flink.stage;

import org.jspecify.annotations.NullMarked;
