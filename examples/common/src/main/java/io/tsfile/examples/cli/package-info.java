/** The command line that the example programs share, and the folder that they work in. */
@NullMarked
package io.tsfile.examples.cli;

import org.jspecify.annotations.NullMarked;
