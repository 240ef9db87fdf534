/** Files of ours in a real Apache IoTDB server: what it loads, and what it answers. */
@NullMarked
package io.tsfile.interop;

import org.jspecify.annotations.NullMarked;
