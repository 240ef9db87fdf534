/** What a person sees: progress, small tables, sizes. */
@NullMarked
package io.tsfile.examples.console;

import org.jspecify.annotations.NullMarked;
