/**
 * Compaction: a pure policy decides, a runner merges, a committer publishes.
 *
 * <p>Invariant: a compaction never changes what a reader sees (R2), and its inputs are closed (R3).
 */
@NullMarked
package io.tsfile.core.compact;

import org.jspecify.annotations.NullMarked;
