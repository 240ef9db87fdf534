/** Tools for the tests of all modules. */
@NullMarked
package io.tsfile.core.testing;

import org.jspecify.annotations.NullMarked;
