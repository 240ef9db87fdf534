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
package io.tsfile.spark;

import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Queries over the columns of {@link io.tsfile.core.testing.RandomRows}' tables, with {@code #rows} in place of the relation, and
 * conditions. The same seed gives the same ones.
 */
final class RandomQueries {
    private static final List<String> NUMBERS = List.of("i", "l", "f", "d");
    private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=", "<=>");

    private final Random random;
    /** What names a device. */
    private final List<String> keys;

    private final List<String> columns;
    private final long unitsOfSecond;

    /**
     * Queries of a table.
     *
     * @param unitsOfSecond how many units of time a second has where times are shown as numbers; else 0
     */
    RandomQueries(TableSchema schema, long unitsOfSecond, long seed) {
        this.unitsOfSecond = unitsOfSecond;
        random = new Random(seed);
        keys = schema.model() == TableModel.TREE ? List.of("device") : List.of("site", "machine");
        columns = Stream.of(keys, List.of("time", "b", "i", "l", "f", "d", "t", "s", "x", "day", "at"))
                .flatMap(List::stream)
                .toList();
    }

    /** The next query. It has one answer, but for the order of rows that it does not sort. */
    String next() {
        return oneOf(
                this::rows,
                this::aggregates,
                this::aggregates,
                this::aggregates,
                this::keyedAggregates,
                this::keyedAggregates,
                this::top,
                this::top,
                this::limit,
                this::distinct,
                this::window,
                this::join,
                this::subquery,
                this::sets);
    }

    /** A condition, mostly one of times and devices alone. */
    String nextCondition() {
        return chance(3) ? condition(2) : chance(2) ? namedDevices() : keyCondition(2);
    }

    /** Each tag has one of some values, and something else is asked, too. */
    private String namedDevices() {
        String one = named();
        String key = pick(keys);
        return switch (random.nextInt(3)) {
            case 0 -> one + " OR " + named();
            case 1 -> one + " AND " + key + " <> " + value(key);
            default -> one + " AND NOT (" + tagCondition() + ")";
        };
    }

    private String named() {
        return keys.stream()
                .map(key -> key + (chance(2) ? " IN (" + value(key) + ", " + value(key) + ")" : " = " + value(key)))
                .collect(Collectors.joining(" AND "));
    }

    private String keyCondition(int depth) {
        if (depth > 0 && !chance(3)) {
            String one = keyCondition(depth - 1);
            String other = keyCondition(depth - 1);
            return switch (random.nextInt(4)) {
                case 0 -> "NOT (" + one + ")";
                case 1 -> "(" + one + " OR " + other + ")";
                default -> "(" + one + " AND " + other + ")";
            };
        }
        return keyCondition();
    }

    private String rows() {
        return "SELECT " + some(columns) + " FROM #rows" + where();
    }

    private String aggregates() {
        return "SELECT " + aggregateList() + " FROM #rows" + (chance(3) ? "" : where());
    }

    private String keyedAggregates() {
        String groups = chance(3) ? some(keys) : chance(2) ? String.join(", ", keys) : some(columns);
        String list = chance(6) ? "" : ", " + aggregateList();
        return "SELECT " + groups + list + " FROM #rows" + (chance(2) ? keyWhere() : where()) + " GROUP BY " + groups
                + (chance(4) ? " HAVING count(" + column() + ") > " + random.nextInt(300) : "");
    }

    private String aggregateList() {
        List<String> list = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            list.add(aggregate());
        }
        return String.join(", ", list);
    }

    private String aggregate() {
        String number = pick(NUMBERS);
        return switch (random.nextInt(12)) {
            case 0, 1 -> "count(*)";
            case 2, 3 -> "count(" + column() + ")";
            case 4 -> "count(DISTINCT " + column() + ")";
            // Whichever of 0.0 and -0.0 comes first is the extreme one.
            case 5 -> "min(" + number + ") + 0";
            case 6 -> "max(" + number + ") + 0";
            case 7 -> "min(" + pick(List.of("time", "at", "day", "t", "s", "b")) + ")";
            case 8 -> "max(" + pick(List.of("time", "at", "day", "t", "s", "x")) + ")";
            case 9 -> "round(sum(" + number + "), 2)";
            case 10 -> "round(avg(" + number + "), 4)";
            default -> "count(*) FILTER (WHERE " + condition(1) + ")";
        };
    }

    private String top() {
        String direction = chance(2) ? "" : chance(2) ? " DESC" : " DESC NULLS FIRST";
        String first = chance(4) ? column() + direction + ", " : "";
        String last = chance(2) ? "" : " DESC";
        return "SELECT " + some(columns) + " FROM #rows" + (chance(2) ? keyWhere() : where()) + " ORDER BY " + first
                + "time" + direction + ", " + String.join(last + ", ", keys) + last + " LIMIT "
                + pick(List.of(0, 1, 2, 3, 7, 30, 300))
                + (chance(5) ? " OFFSET " + random.nextInt(5) : "");
    }

    private String limit() {
        return "SELECT count(*), count(t) >= 0 FROM (SELECT * FROM #rows" + (chance(2) ? "" : where()) + " LIMIT "
                + pick(List.of(0, 1, 5, 100, 5000)) + ")";
    }

    private String distinct() {
        return "SELECT DISTINCT " + (chance(2) ? some(keys) : some(columns)) + " FROM #rows" + where();
    }

    private String window() {
        return "SELECT * FROM (SELECT time, " + String.join(", ", keys) + ", " + column() + " v, row_number() OVER ("
                + "PARTITION BY " + String.join(", ", keys) + " ORDER BY time" + (chance(2) ? " DESC" : "")
                + ") n, lag(i) OVER (PARTITION BY " + String.join(", ", keys) + " ORDER BY time) p FROM #rows" + where()
                + ") WHERE n <= " + (1 + random.nextInt(20));
    }

    private String join() {
        String how = pick(List.of("JOIN", "LEFT JOIN", "LEFT SEMI JOIN", "LEFT ANTI JOIN"));
        String key = pick(keys);
        String other = chance(2)
                ? "(SELECT DISTINCT " + key + " k FROM #rows" + where() + ")"
                : "(SELECT * FROM VALUES ('site1'), ('m1'), ('m4'), ('root.fleet.r1.d1'), (NULL) AS (k))";
        if (chance(3)) {
            String same = keys.stream()
                    .map(name -> "a." + name + " <=> b." + name)
                    .reduce((a, b) -> a + " AND " + b)
                    .orElseThrow();
            return "SELECT count(*), round(sum(a.i), 2) FROM (SELECT * FROM #rows" + where() + ") a " + how
                    + " (SELECT * FROM #rows" + where() + ") b ON " + same + " AND a.time = b.time";
        }
        return "SELECT " + some(columns) + " FROM #rows a " + how + " " + other + " o ON a." + key
                + (chance(4) ? " <=> " : " = ") + "o.k" + where();
    }

    private String subquery() {
        return "WITH w AS (SELECT * FROM #rows" + where() + ") SELECT " + some(columns) + " FROM w WHERE "
                + oneOf(
                        () -> "time = (SELECT " + pick(List.of("min", "max")) + "(time) FROM w)",
                        () -> pick(keys) + (chance(2) ? " IN" : " NOT IN") + " (SELECT " + pick(keys) + " FROM w WHERE "
                                + condition(1) + ")",
                        () -> "i > (SELECT avg(i) FROM #rows" + keyWhere() + ")",
                        () -> "EXISTS (SELECT 1 FROM #rows e WHERE e.time = w.time AND e.i > w.i)");
    }

    private String sets() {
        String list = some(columns);
        return "SELECT " + list + " FROM #rows" + where() + " "
                + pick(List.of("UNION", "UNION ALL", "EXCEPT", "INTERSECT")) + " SELECT " + list + " FROM #rows"
                + where();
    }

    private String where() {
        return chance(6) ? "" : " WHERE " + condition(2);
    }

    /** Conditions that a scan answers for good, so that what comes behind them may be its own, too. */
    private String keyWhere() {
        return chance(4) ? "" : " WHERE " + keyCondition() + (chance(2) ? "" : " AND " + keyCondition());
    }

    private String keyCondition() {
        return chance(2) ? timeCondition() : tagCondition();
    }

    private String condition(int depth) {
        if (depth > 0 && chance(2)) {
            return switch (random.nextInt(5)) {
                case 0 -> "NOT (" + condition(depth - 1) + ")";
                case 1, 2 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
                default -> "(" + condition(depth - 1) + " AND " + condition(depth - 1) + ")";
            };
        }
        return oneOf(
                this::timeCondition,
                this::tagCondition,
                this::tagCondition,
                this::valueCondition,
                this::valueCondition,
                this::oddCondition);
    }

    private String timeCondition() {
        return switch (random.nextInt(8)) {
            case 0 -> "time BETWEEN " + time() + " AND " + time();
            case 1 -> "time IN (" + time() + ", " + time() + (chance(2) ? ", NULL)" : ")");
            case 2 -> time() + " " + pick(COMPARISONS) + " time";
            case 3 -> unitsOfSecond > 0 ? "time % 7 = 3" : "to_date(time) = DATE '" + day() + "'";
            default -> "time " + pick(COMPARISONS) + " " + time();
        };
    }

    private String tagCondition() {
        String key = pick(keys);
        return switch (random.nextInt(10)) {
            case 0 -> key + " IS NULL";
            case 1 -> key + " IS NOT NULL";
            case 2 ->
                key + " LIKE '"
                        + pick(List.of("site%", "m%", "root.fleet.r1%", "%1", "%", "si_e1", "site1", "s\\\\_%", ""))
                        + "'";
            case 3 ->
                key + (chance(2) ? " IN (" : " NOT IN (") + value(key) + ", " + value(key)
                        + (chance(3) ? ", NULL)" : ")");
            case 4 -> value(key) + " " + pick(COMPARISONS) + " " + key;
            case 5 -> "upper(" + key + ") = upper(" + value(key) + ")";
            case 6 -> "coalesce(" + key + ", 'none') " + pick(COMPARISONS) + " " + value(key);
            default -> key + " " + pick(COMPARISONS) + " " + (chance(12) ? "NULL" : value(key));
        };
    }

    private String valueCondition() {
        return switch (random.nextInt(11)) {
            case 0 -> "i " + pick(COMPARISONS) + " " + random.nextInt(1000);
            case 1 -> "l " + pick(COMPARISONS) + " " + random.nextInt(1000) + "L";
            case 2 -> "f " + pick(COMPARISONS) + " float('" + real() + "')";
            case 3 -> "d " + pick(COMPARISONS) + " double('" + real() + "')";
            case 4 -> "day " + pick(COMPARISONS) + " DATE '" + day() + "'";
            case 5 -> "at " + pick(COMPARISONS) + " " + time();
            case 6 ->
                "i " + (chance(2) ? "IN (" : "NOT IN (") + random.nextInt(1000) + ", " + random.nextInt(1000)
                        + ", NULL)";
            case 7 -> "d BETWEEN " + real() + " AND " + real();
            case 8 -> column() + (chance(2) ? " IS NULL" : " IS NOT NULL");
            case 9 -> "s " + pick(COMPARISONS) + " 'v" + random.nextInt(100) + "'";
            default -> "t LIKE 'v" + random.nextInt(10) + "%'";
        };
    }

    private String oddCondition() {
        return switch (random.nextInt(9)) {
            case 0 -> "i > d";
            case 1 -> "i % 7 = 3";
            case 2 -> "b";
            case 3 -> "isnan(d)";
            case 4 -> "time < at";
            case 5 -> "i > " + real();
            case 6 -> "l + 1 < i";
            case 7 -> "length(t) > 2";
            default -> "d = 0";
        };
    }

    private String time() {
        if (unitsOfSecond > 0) {
            return (random.nextInt(11 * 86_400) - 86_400) * unitsOfSecond + random.nextInt(2) + "L";
        }
        return "TIMESTAMP '" + day() + " " + "%02d:%02d:00".formatted(random.nextInt(24), random.nextInt(60))
                + (chance(3) ? ".0005" : "") + (chance(3) ? "+05:30" : "") + "'";
    }

    private String day() {
        return chance(8) ? "1969-12-31" : "1970-01-0" + (1 + random.nextInt(9));
    }

    private String value(String key) {
        return "'"
                + switch (key) {
                    case "site" -> pick(List.of("site0", "site1", "site1", ""));
                    case "machine" -> pick(List.of("m0", "m1", "m1", "M1"));
                    default ->
                        pick(List.of("root.fleet.r1.d1", "root.fleet.r0.d4", "root.fleet.r1-x.d3", "root.fleet", ""));
                }
                + "'";
    }

    private String real() {
        return chance(6) ? pick(List.of("0.0", "-0.0", "-1e300")) : "" + random.nextInt(1000) / 10.0;
    }

    private String column() {
        return pick(columns);
    }

    private String some(List<String> of) {
        List<String> some =
                new ArrayList<>(of.stream().filter(name -> chance(3)).toList());
        if (some.isEmpty()) {
            some.add(pick(of));
        }
        return String.join(", ", some);
    }

    private boolean chance(int oneOf) {
        return random.nextInt(oneOf) == 0;
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    @SafeVarargs
    private String oneOf(Supplier<String>... of) {
        return of[random.nextInt(of.length)].get();
    }
}
