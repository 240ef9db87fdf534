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

/**
 * Two benchmark methods that do the same work.
 *
 * @param name what is compared
 * @param ours the method of our way
 * @param peer the method of the other way
 * @param rows rows that one call works on
 * @param goal the ratio to reach; above 1 we are faster
 */
record Comparison(String name, String ours, String peer, long rows, double goal) {}
