/** Tests of the parts of a scan that need no session. */
@NullMarked
package io.tsfile.spark.job;

import org.jspecify.annotations.NullMarked;
