/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.tsfile.examples.replay;

import io.tsfile.examples.UserException;
import java.io.Serializable;

/**
 * How a recording is put out of order.
 *
 * @param seed the same seed makes the same plan
 * @param disorderSeconds a row is sent at most so many seconds (of recorded time) after its turn
 * @param lateFraction the share of rows that come much later: after 15 to 50 % of the whole recording
 * @param duplicateFraction the share of rows that are sent twice: half of them first with wrong values, half of them right
 *     both times
 */
public record DisorderOptions(long seed, double disorderSeconds, double lateFraction, double duplicateFraction)
        implements Serializable {
    /** Checks the ranges. */
    public DisorderOptions {
        if (!(disorderSeconds >= 0 && disorderSeconds <= 1e9)) {
            throw new UserException(
                    "Cannot use --disorder-seconds " + disorderSeconds + ": it must be from 0 to 1000000000.");
        }
        checkFraction("--late-fraction", lateFraction);
        checkFraction("--duplicate-fraction", duplicateFraction);
    }

    private static void checkFraction(String option, double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new UserException(
                    "Cannot use " + option + " " + fraction + ": it is a share, from 0 (none) to 1 (all).");
        }
    }
}
