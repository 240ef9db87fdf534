/** Tests with a real local session. */
@NullMarked
package io.tsfile.spark;

import org.jspecify.annotations.NullMarked;
