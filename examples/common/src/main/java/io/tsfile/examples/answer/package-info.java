/** What a table must answer, computed from the CSV alone, so that it can check the engines. */
@NullMarked
package io.tsfile.examples.answer;

import org.jspecify.annotations.NullMarked;
