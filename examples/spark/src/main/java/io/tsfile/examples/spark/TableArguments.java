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

import io.tsfile.examples.cli.FolderArguments;
import io.tsfile.examples.cli.QuickstartFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that tell which table, and what to ask it. */
final class TableArguments {
    @Mixin
    private FolderArguments folder = new FolderArguments();

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "Name of the table. Default: the one that was filled last")
    private String table = "";

    @Option(
            names = "--averages",
            split = ",",
            paramLabel = "COLUMN",
            description = "Columns to average by device. Default: the first four with numbers")
    private List<String> averages = new ArrayList<>();

    /** The folder of tables. */
    QuickstartFolder folder() {
        return folder.folder();
    }

    /** The name of the table. */
    String table() throws IOException {
        return table.isEmpty() ? folder().newestTable() : table;
    }

    /** The name of the table in SQL. */
    String sqlName() throws IOException {
        return Sessions.CATALOG + "." + QuickstartFolder.NAMESPACE + "." + table();
    }

    /** The columns to average. */
    List<String> averages() {
        return averages;
    }
}
