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
package io.tsfile.spark.procedure;

import io.tsfile.core.KnownNames;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.warehouse.Warehouse;
import io.tsfile.spark.catalog.CatalogTables;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;

/** The procedures of a catalog, in its namespace {@code system}. Thread-safe. */
public final class Procedures {
    private final String catalog;
    private final Map<String, SystemProcedure> procedures = new TreeMap<>();

    /**
     * The procedures of a catalog.
     *
     * @param catalog its name in SQL
     * @param tables what they work on
     */
    public Procedures(String catalog, CatalogTables tables) {
        this.catalog = catalog;
        NamedTables named = new NamedTables(catalog, tables);
        for (SystemProcedure procedure : List.of(
                new CompactProcedure(named),
                new VacuumProcedure(named),
                new VerifyProcedure(named),
                new RegisterProcedure(named),
                new DescribeProcedure(named),
                new DeleteProcedure(named),
                new SetTtlProcedure(named),
                new ExpireProcedure(named),
                new RollbackProcedure(named))) {
            procedures.put(procedure.name(), procedure);
        }
    }

    /**
     * The procedure of that name.
     *
     * @throws TsFileConnectorException if there is none; the message names those that there are
     */
    public UnboundProcedure load(Identifier name) {
        String lower = name.name().toLowerCase(Locale.ROOT);
        SystemProcedure found = isSystem(name.namespace()) ? procedures.get(lower) : null;
        if (found == null) {
            throw new TsFileConnectorException("Cannot find procedure " + name + " in catalog " + catalog
                    + ": the procedures of " + Warehouse.PROCEDURES + " are "
                    + String.join(", ", procedures.keySet())
                    + (procedures.containsKey(lower)
                            ? ". Write " + catalog + "." + Warehouse.PROCEDURES + "." + lower
                            : KnownNames.suggestion(lower, procedures.keySet())));
        }
        return found;
    }

    /** Their names. */
    public Identifier[] list(String[] namespace) {
        return namespace.length == 0 || isSystem(namespace)
                ? procedures.keySet().stream()
                        .map(name -> Identifier.of(new String[] {Warehouse.PROCEDURES}, name))
                        .toArray(Identifier[]::new)
                : new Identifier[0];
    }

    private static boolean isSystem(String[] namespace) {
        return namespace.length == 1 && namespace[0].equalsIgnoreCase(Warehouse.PROCEDURES);
    }
}
