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

/** Values that differ from the right ones so much that no check can miss one that stays visible. */
public final class WrongValues {
    private WrongValues() {}

    /** Another whole number, day or moment. */
    public static long insteadOf(long value) {
        return value == Long.MAX_VALUE ? value - 1 : value + 1;
    }

    /** Another whole number of 32 bits. */
    public static int insteadOf(int value) {
        return value == Integer.MAX_VALUE ? value - 1 : value + 1;
    }

    /** Another truth. */
    public static boolean insteadOf(boolean value) {
        return !value;
    }

    /** Another fraction: about twice as much. */
    public static double insteadOf(double value) {
        return Double.isFinite(value) && Math.abs(value) < Double.MAX_VALUE / 4 ? 1000 + 2 * Math.abs(value) : 1000;
    }

    /** Another fraction of 32 bits. */
    public static float insteadOf(float value) {
        return Float.isFinite(value) && Math.abs(value) < Float.MAX_VALUE / 4 ? 1000 + 2 * Math.abs(value) : 1000;
    }

    /** Another text. */
    public static String insteadOf(String value) {
        return value + '?';
    }
}
