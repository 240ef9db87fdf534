/**
 * Between files of the Apache TsFile format and arrays. The library defines the format; what is here decides only which of
 * its parts to call, and keeps its process-wide configuration untouched.
 *
 * <p>Invariant: values come back bit for bit (N6).
 */
@NullMarked
package io.tsfile.core.format;

import org.jspecify.annotations.NullMarked;
