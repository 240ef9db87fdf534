/** A Flink job that writes a TsFile table: the part to copy is {@link io.tsfile.examples.flink.IngestJob}. */
@NullMarked
package io.tsfile.examples.flink;

import org.jspecify.annotations.NullMarked;
