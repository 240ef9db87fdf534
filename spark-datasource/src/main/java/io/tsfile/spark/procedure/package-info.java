/**
 * What {@code CALL catalog.system...} does: each procedure reads its arguments, has the core or a job do the work, and answers rows.
 *
 * <p>Invariant: arguments are checked before anything is changed.
 */
@NullMarked
package io.tsfile.spark.procedure;

import org.jspecify.annotations.NullMarked;
