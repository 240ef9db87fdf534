/** What a scan tells Spark's UI of itself. */
@NullMarked
package io.tsfile.spark.metric;

import org.jspecify.annotations.NullMarked;
