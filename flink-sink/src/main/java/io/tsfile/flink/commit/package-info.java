/**
 * From completed files to one commit of the table per checkpoint. Internal.
 *
 * <p>Invariant: a committable is committed once, however often it is offered (L3).
 */
@NullMarked
package io.tsfile.flink.commit;

import org.jspecify.annotations.NullMarked;
