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
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * A condition on the time and on what names devices, as a procedure takes it: {@code "time < '2026-01-01' AND site = 'paris'"}.
 *
 * @param times the stored times that it allows; nothing if it is true of no row
 * @param devices what it asks of tags and devices, in SQL's three values
 * @param onDevices whether it asks anything of them
 */
public record Condition(Optional<TimeRange> times, TagPredicate devices, boolean onDevices) {
    /**
     * Reads a condition. Spark parses it, so it has Spark's functions and the session's time zone.
     *
     * @param what for messages: "delete from table 'motors'"
     * @throws TsFileConnectorException if it is none, or asks for more than times, tags and devices exactly
     */
    public static Condition of(String what, TableSchema schema, String where) {
        TimeDisplay display = TimeDisplay.of(schema.precision(), Optional.empty());
        Optional<List<Predicate>> parts = parts(what, schema, display, where);
        if (parts.isEmpty()) {
            return new Condition(Optional.empty(), TagPredicate.all(List.of()), false);
        }
        FilterPushdown pushdown = new FilterPushdown(schema, display);
        List<Predicate> refused =
                parts.get().stream().filter(part -> !pushdown.push(part)).toList();
        if (!refused.isEmpty()) {
            // What Spark adds itself, such as v IS NOT NULL to v > 1, comes first.
            throw new TsFileConnectorException("Cannot " + what + " where " + where + ": '"
                    + refused.get(refused.size() - 1).describe()
                    + "' is not on the time (=, <, <=, >, >=, BETWEEN with constants), nor on "
                    + (schema.model() == TableModel.TREE ? "'" + TableSchema.DEVICE_COLUMN + "'" : "a tag")
                    + " (=, <=>, IN, IS NULL, IS NOT NULL). Leave it out");
        }
        TagPredicate devices = pushdown.devices();
        return new Condition(pushdown.range(), devices, !devices.equals(TagPredicate.all(List.of())));
    }

    /**
     * Reads a condition on the time alone.
     *
     * @throws TsFileConnectorException as {@link #of}, or if it asks for devices
     */
    public static Condition ofTimes(String what, TableSchema schema, String where) {
        Condition condition = of(what, schema, where);
        if (condition.onDevices) {
            throw new TsFileConnectorException("Cannot " + what + " where " + where
                    + ": files hold many devices, so only the time limits what is done. Leave the rest out");
        }
        return condition;
    }

    private static Optional<List<Predicate>> parts(
            String what, TableSchema schema, TimeDisplay display, String where) {
        try {
            return ConditionProbe.parts(Types.shown(schema, display), where);
        } catch (RuntimeException e) {
            throw new TsFileConnectorException(
                    "Cannot " + what + " where " + where + ": it is no condition on the table's time and what names devices: "
                            + e.getMessage(),
                    e);
        } catch (Exception e) {
            // Scala throws what it does not declare: Spark's error of a condition that has no meaning.
            throw new TsFileConnectorException(
                    "Cannot " + what + " where " + where + ": it has no meaning for the table's columns: " + e.getMessage(),
                    e);
        }
    }
}
