/**
 * The {@code 'connector'='tsfile'} of Flink SQL.
 *
 * <p>Invariant: it only translates; what it wires is what {@link io.tsfile.flink.TsFileSink} wires.
 */
@NullMarked
package io.tsfile.flink.sql;

import org.jspecify.annotations.NullMarked;
