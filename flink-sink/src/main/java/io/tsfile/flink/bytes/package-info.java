/**
 * How the core's values are written as bytes in messages and checkpoints. Internal.
 *
 * <p>Invariant: a form that was once in a checkpoint is read by every later release.
 */
@NullMarked
package io.tsfile.flink.bytes;

import org.jspecify.annotations.NullMarked;
