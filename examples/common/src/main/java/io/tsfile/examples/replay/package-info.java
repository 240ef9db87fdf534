/** In what order, and how often, recorded rows are sent. A plan is a pure function of the rows, the options and the seed. */
@NullMarked
package io.tsfile.examples.replay;

import org.jspecify.annotations.NullMarked;
