/**
 * Between files of the Apache TsFile format and arrays. The library defines the format; what is here decides only which of
 * its parts to call, and keeps its process-wide configuration untouched.
 *
 * <p>Invariant: values come back bit for bit (N6).
 */

/**
 * Vectors to chunks, and chunks to files.
 *
 * <p>Invariant: the bytes of a chunk are a function of its values and the options, and give every value back bit for bit.
 */
@NullMarked
package io.tsfile.core.format.write;

import org.jspecify.annotations.NullMarked;
