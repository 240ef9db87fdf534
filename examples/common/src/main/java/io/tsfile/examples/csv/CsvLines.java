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
package io.tsfile.examples.csv;

import io.tsfile.examples.UserException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The lines of a CSV file, one after the other, each with as many cells as the header. Blank lines are passed over. One
 * thread.
 */
final class CsvLines implements Closeable {
    private static final int BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final char delimiter;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> header;
    private List<String> cells;
    private long line;

    private CsvLines(Path file, char delimiter, CSVParser parser) {
        this.file = file;
        this.delimiter = delimiter;
        this.parser = parser;
        this.records = parser.iterator();
        this.cells = List.of();
        if (!next()) {
            throw new UserException(
                    "Cannot read " + file + ": the file is empty. Its first line must have the names of the columns.");
        }
        this.header = List.copyOf(cells);
    }

    /** Opens the file and reads its header. */
    static CsvLines open(Path file, char delimiter) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserException(
                    "Cannot read " + file + ": there is no such file. Check the path given with --input.");
        }
        BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        try {
            skipByteOrderMark(reader);
            CSVFormat format = CSVFormat.DEFAULT
                    .builder()
                    .setDelimiter(delimiter)
                    .setIgnoreEmptyLines(false)
                    .get();
            return new CsvLines(file, delimiter, CSVParser.parse(reader, format));
        } catch (CharacterCodingException e) {
            reader.close();
            throw notUtf8(file, 1, e);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
    }

    List<String> header() {
        return header;
    }

    /** Where the current line begins, counted from 1. */
    long line() {
        return line;
    }

    /** The text of a cell of the current line. */
    String cell(int column) {
        return cells.get(column);
    }

    /** Goes to the next line with content; false at the end of the file. */
    boolean advance() {
        if (!next()) {
            return false;
        }
        if (cells.size() != header.size()) {
            throw new UserException("Cannot read " + file + ", line " + line + ": it has " + cells.size()
                    + " cells, but the header has " + header.size() + ". " + wrongCellCount());
        }
        return true;
    }

    private String wrongCellCount() {
        if (cells.size() < header.size()) {
            return "Column '" + header.get(cells.size())
                    + "' is the first without a cell: complete the line or remove it.";
        }
        return "'" + cells.get(header.size()) + "' is the first cell too many: put a cell that contains '" + delimiter
                + "' into double quotes.";
    }

    /** The parser hands out blank lines too, which keeps the count of lines exact. */
    private boolean next() {
        do {
            line = parser.getCurrentLineNumber() + 1;
            try {
                if (!records.hasNext()) {
                    return false;
                }
            } catch (UncheckedIOException e) {
                throw broken(e);
            }
            cells = records.next().toList();
        } while (cells.size() == 1 && cells.get(0).isBlank());
        return true;
    }

    private UserException broken(UncheckedIOException cause) {
        if (cause.getCause() instanceof CharacterCodingException) {
            return notUtf8(file, line, cause);
        }
        return new UserException(
                "Cannot read " + file + ", line " + line
                        + ": a double quote that opens here is not closed, or text follows the closing one. Close it; a"
                        + " quote inside a quoted cell is written twice.",
                cause);
    }

    private static UserException notUtf8(Path file, long line, Exception cause) {
        return new UserException(
                "Cannot read " + file + ": at line " + line
                        + " or soon after it is not UTF-8. Convert the file to UTF-8.",
                cause);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
