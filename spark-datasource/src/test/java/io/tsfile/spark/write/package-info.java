/** Tests of the parts of a scan that need no session. */
@NullMarked
package io.tsfile.spark.write;

import org.jspecify.annotations.NullMarked;
