/** CSV files of measurements, read into columns of primitive values. Nothing is guessed silently: what does not fit is refused with its place. */
@NullMarked
package io.tsfile.examples.csv;

import org.jspecify.annotations.NullMarked;
