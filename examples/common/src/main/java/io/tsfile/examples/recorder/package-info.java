/** Makes the recording that the quickstart replays. Linux only. */
@NullMarked
package io.tsfile.examples.recorder;

import org.jspecify.annotations.NullMarked;
