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
package io.tsfile.benchmarks;

/** How many points there are, and a sum over the bits of all, whatever their order. Not thread-safe. */
public final class PointSum {
    private long count;
    private long sum;

    /** Adds a point. */
    public void add(String device, String field, long time, double value) {
        long hash = device.hashCode() * 31L + field.hashCode();
        hash = mix(hash ^ mix(time));
        sum += mix(hash ^ Double.doubleToRawLongBits(value));
        count++;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PointSum that && that.count == count && that.sum == sum;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sum);
    }

    @Override
    public String toString() {
        return count + " points of sum " + Long.toHexString(sum);
    }

    /** Any two points change the sum in ways that have nothing to do with each other. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
