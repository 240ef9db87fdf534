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
package io.tsfile.core.flush.sort;

/**
 * Sorts numbers by some of their bits, a digit at a time from the lowest on; numbers that are equal there keep their order.
 *
 * <p>Each digit costs one walk over the numbers, whatever they are, so many of them are sorted sooner than by comparing.
 */
final class RadixSort {
    /** Counters of a digit of so many bits stay in the processor's first cache. */
    private static final int MOST_DIGIT_BITS = 11;

    private RadixSort() {}

    /** How many walks {@code bits} bits take. */
    static int digits(int bits) {
        return (bits + MOST_DIGIT_BITS - 1) / MOST_DIGIT_BITS;
    }

    /**
     * Sorts by the bits from {@code shift} on.
     *
     * @param numbers all are sorted; the array is given up
     * @param bits how many count; above them, all numbers are the same
     * @return the sorted numbers, in {@code numbers} or another array
     */
    static long[] sort(long[] numbers, int shift, int bits) {
        int digits = digits(bits);
        if (digits == 0) {
            return numbers;
        }
        int digitBits = (bits + digits - 1) / digits;
        int mask = (1 << digitBits) - 1;
        int[][] counts = count(numbers, shift, digits, digitBits);
        long[] from = numbers;
        long[] to = new long[numbers.length];
        for (int digit = 0; digit < digits; digit++) {
            int low = shift + digit * digitBits;
            int[] next = starts(counts[digit]);
            for (long number : from) {
                to[next[(int) (number >>> low) & mask]++] = number;
            }
            long[] sorted = to;
            to = from;
            from = sorted;
        }
        return from;
    }

    /** How often each value of each digit occurs. */
    private static int[][] count(long[] numbers, int shift, int digits, int digitBits) {
        int mask = (1 << digitBits) - 1;
        int[][] counts = new int[digits][1 << digitBits];
        for (long number : numbers) {
            long rest = number >>> shift;
            for (int[] digit : counts) {
                digit[(int) rest & mask]++;
                rest >>>= digitBits;
            }
        }
        return counts;
    }

    /** From counts to where the numbers of each value begin. */
    private static int[] starts(int[] counts) {
        int start = 0;
        for (int i = 0; i < counts.length; i++) {
            int count = counts[i];
            counts[i] = start;
            start += count;
        }
        return counts;
    }
}
