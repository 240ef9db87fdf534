/**
 * Maintenance as Spark jobs: planned on the driver, merged by executors, committed by the driver.
 *
 * <p>Invariant: what was not committed is never seen, so each job can be killed and run again at any time.
 */
@NullMarked
package io.tsfile.spark.job;

import org.jspecify.annotations.NullMarked;
