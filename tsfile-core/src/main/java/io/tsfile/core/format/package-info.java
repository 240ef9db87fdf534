/**
 * What is between chunks of files and vectors: {@code write} makes chunks and files, {@code read} reads them; here is what
 * both know. The library defines the format; its process-wide configuration is kept untouched.
 *
 * <p>Invariant: values come back bit for bit (N6).
 */
@NullMarked
package io.tsfile.core.format;

import org.jspecify.annotations.NullMarked;
