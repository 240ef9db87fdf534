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
package io.tsfile.spark.read;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.TagPredicate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** Reads conditions that procedures and jobs are given as texts: {@code "time < '2026-01-01' AND site = 'paris'"}. */
public final class Condition {
    private Condition() {}

    /**
     * Reads a condition on the time and on what names devices. Spark parses it, so it has Spark's functions and the session's time zone.
     *
     * @param what for messages: "delete from table 'motors'"
     * @return exactly the rows that meet it
     * @throws TsFileConnectorException if it is none, or asks for more than the time, tags and devices
     */
    public static KeyFilter of(String what, TableSchema schema, String where) {
        TimeDisplay display = TimeDisplay.of(schema.precision(), Optional.empty());
        Optional<List<Predicate>> parts = parts(what, schema, display, where);
        if (parts.isEmpty()) {
            return new KeyFilter(Optional.empty(), TagPredicate.all(List.of()), true);
        }
        // What Spark adds itself, such as v IS NOT NULL to v > 1, comes first.
        Optional<Predicate> refused = parts.get().stream()
                .filter(part ->
                        !KeyFilter.of(schema, display, new Predicate[] {part}).exact())
                .reduce((first, second) -> second);
        if (refused.isPresent()) {
            throw new TsFileConnectorException("Cannot " + what + " where " + where + ": '"
                    + refused.get().describe()
                    + "' is not on the time (=, <, <=, >, >=, BETWEEN with constants), nor on "
                    + (schema.model() == TableModel.TREE ? "'" + TableSchema.DEVICE_COLUMN + "'" : "a tag")
                    + " (=, <>, IN, LIKE 'x%', IS NULL and the like). Leave it out");
        }
        return KeyFilter.of(schema, display, parts.get().toArray(Predicate[]::new));
    }

    /**
     * Reads a condition on the time alone.
     *
     * @return the stored times that it allows; nothing if it is true of no time
     * @throws TsFileConnectorException as {@link #of}, or if it asks for devices
     */
    public static Optional<TimeRange> ofTimes(String what, TableSchema schema, String where) {
        KeyFilter condition = of(what, schema, where);
        if (!condition.ofAllDevices()) {
            throw new TsFileConnectorException("Cannot " + what + " where " + where
                    + ": files hold many devices, so only the time limits what is done. Leave the rest out");
        }
        return condition.times();
    }

    private static Optional<List<Predicate>> parts(String what, TableSchema schema, TimeDisplay display, String where) {
        try {
            return ConditionProbe.parts(Types.shown(schema, display), where);
        } catch (RuntimeException e) {
            throw new TsFileConnectorException(
                    "Cannot " + what + " where " + where
                            + ": it is no condition on the table's time and what names devices: " + e.getMessage(),
                    e);
        } catch (Exception e) {
            // Scala throws what it does not declare: Spark's error of a condition that has no meaning. Its whole
            // message shows plans.
            String reason = e instanceof AnalysisException meant ? meant.getSimpleMessage() : e.getMessage();
            throw new TsFileConnectorException(
                    "Cannot " + what + " where " + where + ": it has no meaning for the table's columns: " + reason, e);
        }
    }
}
