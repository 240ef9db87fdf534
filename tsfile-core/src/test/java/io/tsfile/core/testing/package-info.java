/** What tests of all modules share: rows, an oracle that merges them in memory, stores that fail. */
@NullMarked
package io.tsfile.core.testing;

import org.jspecify.annotations.NullMarked;
