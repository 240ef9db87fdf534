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
package io.tsfile.spark.write;

import io.tsfile.core.TsFileConnectorException;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of different rows of one device and time in one job. Equal ones are one row in any case.
 *
 * @param rule what is done
 * @param column by which column rows are newer; null where the rule needs none
 */
record Duplicates(Rule rule, @Nullable String column) implements Serializable {
    /** Unless the user says otherwise. */
    static final Duplicates FAIL = new Duplicates(Rule.FAIL, null);

    private static final Pattern LAST_BY = Pattern.compile("last-by\\((.+)\\)", Pattern.CASE_INSENSITIVE);

    /** What is done. */
    enum Rule {
        /** The job fails, and shows both. */
        FAIL,
        /** The one with the greater value of a column counts, measurement by measurement. */
        LAST_BY,
        /** One of them is written. */
        ANY
    }

    /** Reads {@code fail}, {@code any} or {@code last-by(column)}. */
    static Duplicates of(String text) {
        Matcher lastBy = LAST_BY.matcher(text.trim());
        if (lastBy.matches()) {
            return new Duplicates(Rule.LAST_BY, lastBy.group(1).trim());
        }
        for (Rule rule : new Rule[] {Rule.FAIL, Rule.ANY}) {
            if (rule.name().equalsIgnoreCase(text.trim())) {
                return new Duplicates(rule, null);
            }
        }
        throw new TsFileConnectorException("Cannot use '" + text + "' as " + WriteOption.DUPLICATES.key()
                + ": it is fail, any, or last-by(column)");
    }
}
