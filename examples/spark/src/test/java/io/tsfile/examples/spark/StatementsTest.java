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
package io.tsfile.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementsTest {
    @Test
    void splitsAtSemicolonsOutsideOfQuotesAndComments() {
        assertThat(Statements.split("SELECT 1; SELECT 2;")).containsExactly("SELECT 1", "SELECT 2");
        assertThat(Statements.split(" ;; SELECT 1 ")).containsExactly("SELECT 1");
        assertThat(Statements.split("SELECT 'a;b', \"c;d\", `e;f`; SELECT 2"))
                .containsExactly("SELECT 'a;b', \"c;d\", `e;f`", "SELECT 2");
        assertThat(Statements.split("SELECT 'it\\'s; it'; SELECT 2")).hasSize(2);
        assertThat(Statements.split("SELECT `a\\`; SELECT 2")).hasSize(2);
        assertThat(Statements.split("SELECT 1 -- one; two\n; SELECT /* ; */ 2"))
                .containsExactly("SELECT 1 -- one; two", "SELECT /* ; */ 2");
        assertThat(Statements.split("SELECT 'never closed; SELECT 2")).hasSize(1);
        assertThat(Statements.split("")).isEmpty();
    }

    @Test
    void waitsForTheSemicolonThatEndsAStatement() {
        assertThat(Statements.isComplete("SELECT 1;")).isTrue();
        assertThat(Statements.isComplete("SELECT 1; \n")).isTrue();
        assertThat(Statements.isComplete("SELECT 1")).isFalse();
        assertThat(Statements.isComplete("SELECT 1; SELECT 2")).isFalse();
        assertThat(Statements.isComplete("SELECT ';")).isFalse();
        assertThat(Statements.isComplete("")).isFalse();
    }
}
