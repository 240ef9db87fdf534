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
package io.tsfile.spark.job;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.warehouse.Warehouse;
import io.tsfile.spark.read.Locations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which tables a job works on. Filled by the command line. */
final class TableArguments {
    @Option(
            names = "--warehouse",
            paramLabel = "FOLDER",
            description = "The folder of the catalog's tables: FOLDER/namespace/table.")
    private String warehouse = "";

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description =
                    "A table, as often as there are: its name (namespace.table, in the warehouse), or its folder.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--all-tables", description = "All tables of the warehouse, or of the namespaces that are named.")
    private boolean all;

    @Option(names = "--namespace", paramLabel = "NAME", description = "With --all-tables: only its tables.")
    private List<String> namespaces = new ArrayList<>();

    @Option(
            names = "--tables-at-once",
            paramLabel = "N",
            defaultValue = "16",
            description = "How many tables are looked at and worked on at once (${DEFAULT-VALUE}).")
    private int atOnce;

    int atOnce() {
        if (atOnce < 1) {
            throw new TsFileConnectorException(
                    "Cannot work on " + atOnce + " tables at once: --tables-at-once is at least 1");
        }
        return atOnce;
    }

    /**
     * The tables.
     *
     * @throws TsFileConnectorException if the arguments name none, or contradict each other
     */
    List<JobTable> find() throws IOException {
        if (all == !tables.isEmpty()) {
            throw new TsFileConnectorException(
                    "Cannot start: say which tables, either with --table or with --all-tables");
        }
        if (!all && !namespaces.isEmpty()) {
            throw new TsFileConnectorException("Cannot start: --namespace goes with --all-tables only");
        }
        return all ? all() : named();
    }

    private List<JobTable> all() throws IOException {
        Warehouse place = warehouse();
        List<JobTable> found = new ArrayList<>();
        for (String namespace : namespaces.isEmpty() ? place.namespaces() : namespaces) {
            if (!place.hasNamespace(namespace)) {
                throw new TsFileConnectorException("Cannot start: there is no namespace " + namespace + " in "
                        + place.location().uri() + ". It has " + place.namespaces());
            }
            for (String table : place.candidates(namespace)) {
                found.add(new JobTable(namespace + "." + table, place.location(namespace, table), false));
            }
        }
        if (found.isEmpty() && place.isEmpty()) {
            throw new TsFileConnectorException("Cannot start: there is nothing in "
                    + place.location().uri() + ". Check --warehouse: it is the folder of the namespaces' folders");
        }
        return found;
    }

    private List<JobTable> named() throws IOException {
        List<JobTable> found = new ArrayList<>();
        for (String table : tables) {
            if (table.contains("/") || table.contains(":")) {
                found.add(new JobTable(table, Locations.resolve(table, Map.of()), true));
            } else {
                int dot = table.indexOf('.');
                String namespace = dot < 0 ? Warehouse.DEFAULT : table.substring(0, dot);
                found.add(new JobTable(table, warehouse().location(namespace, table.substring(dot + 1)), true));
            }
        }
        return found;
    }

    /** How their folders are opened; closed by the caller. */
    TableStores stores() throws IOException {
        return TableStores.of(
                warehouse.isBlank() ? Optional.empty() : Optional.of(warehouse().location()));
    }

    private Warehouse warehouse() throws IOException {
        if (warehouse.isBlank()) {
            throw new TsFileConnectorException("Cannot start: --warehouse is missing; it is the folder of the tables");
        }
        return new Warehouse(Locations.resolve(warehouse, Map.of()));
    }
}
