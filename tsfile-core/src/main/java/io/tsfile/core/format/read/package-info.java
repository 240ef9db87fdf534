/**
 * Between files of the Apache TsFile format and arrays. The library defines the format; what is here decides only which of
 * its parts to call, and keeps its process-wide configuration untouched.
 *
 * <p>Invariant: values come back bit for bit (N6).
 */

/**
 * Chunks of files to vectors; or, raw, to chunks of other files.
 *
 * <p>Invariant: whatever the bytes are, they give what was written or a
 * {@link io.tsfile.core.CorruptTsFileException}, and no more memory is taken than they can mean.
 */
@NullMarked
package io.tsfile.core.format.read;

import org.jspecify.annotations.NullMarked;
