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
package io.tsfile.examples.cli;

import io.tsfile.examples.UserException;
import io.tsfile.examples.cli.CsvArguments.CsvInput;
import io.tsfile.examples.csv.CellType;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the quickstart keeps what it makes.
 *
 * <pre>
 *   DIR/warehouse/default/TABLE   a table; the warehouse opens as a catalog
 *   DIR/input/TABLE.properties    which CSV file it was filled from
 *   DIR/log                       what the programs log
 * </pre>
 */
public final class QuickstartFolder {
    /** The only namespace of the warehouse. */
    public static final String NAMESPACE = "default";

    private final Path root;

    /** The folder, which need not exist. */
    public QuickstartFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The root of the catalog. */
    public Path warehouse() {
        return root.resolve("warehouse");
    }

    /** The folder of a table. */
    public Path table(String name) {
        return warehouse().resolve(NAMESPACE).resolve(name);
    }

    /**
     * The table that was filled last.
     *
     * @throws UserException if none was
     */
    public String newestTable() throws IOException {
        String newest = "";
        FileTime time = FileTime.fromMillis(Long.MIN_VALUE);
        for (String table : tables()) {
            FileTime filled = Files.getLastModifiedTime(noteOf(table));
            if (filled.compareTo(time) >= 0) {
                newest = table;
                time = filled;
            }
        }
        if (newest.isEmpty()) {
            throw new UserException("Cannot find a table in " + root + ": run ingest first, or name another --dir.");
        }
        return newest;
    }

    /** The tables that were filled, by name. */
    public List<String> tables() throws IOException {
        Path inputs = root.resolve("input");
        if (!Files.isDirectory(inputs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(inputs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".properties"))
                    .map(name -> name.substring(0, name.length() - ".properties".length()))
                    .sorted()
                    .toList();
        }
    }

    /** The name of the table for a file: its own name without the ending, in the characters that need no quotes in SQL. */
    public static String tableName(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        String plain = (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^a-z0-9_]", "_");
        // A catalog lists no folder that begins with an underscore.
        return plain.matches("[a-z].*") ? plain : "t" + plain;
    }

    /**
     * Notes what a table is filled from.
     *
     * @throws UserException if it was filled from something else before: nothing could be checked any more
     */
    public void note(String table, CsvInput input) throws IOException {
        Properties properties = toProperties(input);
        if (Files.exists(noteOf(table))) {
            Properties before = load(table);
            // The same file in another place: the folder, or the whole working copy, was moved.
            if (nameOfFile(before).equals(nameOfFile(properties))) {
                before.setProperty("file", input.file());
            }
            if (!before.equals(properties)) {
                throw new UserException("Cannot ingest " + input.file() + " into table '" + table + "': the table in "
                        + table(table) + " was filled with other options (" + difference(before, properties)
                        + "). Name another folder with --dir or another table with --table, or remove that folder and "
                        + noteOf(table) + ".");
            }
        }
        Files.createDirectories(root.resolve("input"));
        try (Writer writer = Files.newBufferedWriter(noteOf(table))) {
            properties.store(writer, null);
        }
    }

    /**
     * What a table was filled from.
     *
     * @throws UserException if there is no such table
     */
    public CsvInput input(String table) throws IOException {
        if (!Files.exists(noteOf(table))) {
            List<String> tables = tables();
            throw new UserException("Cannot find table '" + table + "' in " + root + ". "
                    + (tables.isEmpty() ? "There is none yet: run ingest first." : "Its tables are: " + tables + "."));
        }
        Properties properties = load(table);
        TreeMap<String, CellType> types = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("type."))
                .forEach(name ->
                        types.put(name.substring("type.".length()), CellType.valueOf(properties.getProperty(name))));
        ArrayList<String> tags = new ArrayList<>();
        for (int i = 0; properties.containsKey("tag." + i); i++) {
            tags.add(properties.getProperty("tag." + i));
        }
        return new CsvInput(
                properties.getProperty("file"),
                properties.getProperty("time-column"),
                tags,
                types,
                properties.getProperty("delimiter").charAt(0),
                Integer.parseInt(properties.getProperty("rows")));
    }

    private Path noteOf(String table) {
        return root.resolve("input").resolve(table + ".properties");
    }

    private Properties load(String table) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(noteOf(table))) {
            properties.load(reader);
        }
        return properties;
    }

    private static String nameOfFile(Properties properties) {
        return String.valueOf(Path.of(properties.getProperty("file")).getFileName());
    }

    private static Properties toProperties(CsvInput input) {
        Properties properties = new Properties();
        properties.setProperty("file", input.file());
        properties.setProperty("time-column", input.timeColumn());
        properties.setProperty("delimiter", String.valueOf(input.delimiter()));
        properties.setProperty("rows", String.valueOf(input.maxRows()));
        for (int i = 0; i < input.tagColumns().size(); i++) {
            properties.setProperty("tag." + i, input.tagColumns().get(i));
        }
        input.types().forEach((column, type) -> properties.setProperty("type." + column, type.name()));
        return properties;
    }

    private static String difference(Properties before, Properties now) {
        return Stream.concat(before.stringPropertyNames().stream(), now.stringPropertyNames().stream())
                .distinct()
                .sorted()
                .filter(name -> !String.valueOf(before.getProperty(name)).equals(now.getProperty(name)))
                .map(name -> name + ": " + before.getProperty(name, "not given") + ", now "
                        + now.getProperty(name, "not given"))
                .findFirst()
                .orElse("");
    }
}
