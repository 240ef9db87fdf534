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
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.common.conf.TSFileConfig;
import org.apache.tsfile.common.conf.TSFileDescriptor;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.PlainDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.utils.Binary;
import org.apache.tsfile.write.chunk.AlignedChunkWriterImpl;
import org.apache.tsfile.write.chunk.ChunkWriterImpl;
import org.apache.tsfile.write.chunk.ValueChunkWriter;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.apache.tsfile.write.writer.TsFileIOWriter;

/** Writes the files of this folder with org.apache.tsfile:tsfile:1.1.0; see README.md. */
public final class WriteFormat3 {
    private static final int CHUNKS = 3;
    private static final int ROWS = 20;
    private static final TSDataType[] TYPES = {
        TSDataType.BOOLEAN,
        TSDataType.INT32,
        TSDataType.INT64,
        TSDataType.FLOAT,
        TSDataType.DOUBLE,
        TSDataType.TEXT,
        TSDataType.STRING,
        TSDataType.BLOB,
        TSDataType.DATE,
        TSDataType.TIMESTAMP
    };

    public static void main(String[] args) throws IOException {
        TSFileConfig config = TSFileDescriptor.getInstance().getConfig();
        config.setMaxNumberOfPointsInPage(8);
        config.setMaxDegreeOfIndexNode(3);
        write(args[0], "types", CompressionType.LZ4, new String[] {"root.sg.aligned", "root.sg.series"}, TYPES.length);
        write(args[0], "paths", CompressionType.UNCOMPRESSED, new String[] {
            "root",
            "root.a",
            "root.a.zz",
            "root.a.b.c",
            "root.sg.p.x.y",
            "root.sg.p.x#1",
            "root.sg.p.x",
            "root.sg.p.q.r.s.t.u.v",
            "root.sg.`a.b`.d",
            "root.sg.`a.b`.`9 c`",
            "root.\u00fc.d"
        }, 2);
        try (TsFileIOWriter writer = new TsFileIOWriter(new File(args[0], "empty.tsfile"))) {
            writer.endFile();
        }
    }

    private static void write(String folder, String name, CompressionType compression, String[] devices, int columns)
            throws IOException {
        try (TsFileIOWriter writer = new TsFileIOWriter(new File(folder, name + ".tsfile"))) {
            for (int chunk = 0; chunk < CHUNKS; chunk++) {
                for (int device = 0; device < devices.length; device++) {
                    writer.startChunkGroup(new PlainDeviceID(devices[device]));
                    if (device % 2 == 0) {
                        writeAligned(writer, compression, columns, device, chunk * ROWS);
                    } else {
                        writeSeries(writer, compression, columns, device, chunk * ROWS);
                    }
                    writer.endChunkGroup();
                }
            }
            writer.endFile();
        }
    }

    private static void writeAligned(TsFileIOWriter writer, CompressionType compression, int columns, int device, int from)
            throws IOException {
        List<IMeasurementSchema> schemas = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            schemas.add(schema(column, compression));
        }
        AlignedChunkWriterImpl chunk = new AlignedChunkWriterImpl(schemas);
        for (int row = from; row < from + ROWS; row++) {
            int n = 7 * device + row;
            long time = 10L * row;
            for (int column = 0; column < columns; column++) {
                boolean isNull = (row + column) % 5 == 0;
                ValueChunkWriter values = chunk.getValueChunkWriterByIndex(column);
                switch (TYPES[column]) {
                    case BOOLEAN: values.write(time, n % 3 == 0, isNull); break;
                    case INT32: values.write(time, 7 * n - 11, isNull); break;
                    case INT64: values.write(time, n * 1_000_000_007L, isNull); break;
                    case FLOAT: values.write(time, n / 4f - 2, isNull); break;
                    case DOUBLE: values.write(time, n * 0.125 - 1, isNull); break;
                    case DATE: values.write(time, 20_240_101 + n % 28, isNull); break;
                    case TIMESTAMP: values.write(time, n * 1000L, isNull); break;
                    default: values.write(time, binary(TYPES[column], n), isNull); break;
                }
            }
            chunk.write(time);
        }
        chunk.writeToFileWriter(writer);
    }

    private static void writeSeries(TsFileIOWriter writer, CompressionType compression, int columns, int device, int from)
            throws IOException {
        for (int column = 0; column < columns; column++) {
            ChunkWriterImpl chunk = new ChunkWriterImpl(schema(column, compression));
            for (int row = from; row < from + ROWS; row++) {
                int n = 7 * device + row;
                long time = 10L * row;
                if ((row + column) % 5 == 0) {
                    continue;
                }
                switch (TYPES[column]) {
                    case BOOLEAN: chunk.write(time, n % 3 == 0); break;
                    case INT32: chunk.write(time, 7 * n - 11); break;
                    case INT64: chunk.write(time, n * 1_000_000_007L); break;
                    case FLOAT: chunk.write(time, n / 4f - 2); break;
                    case DOUBLE: chunk.write(time, n * 0.125 - 1); break;
                    case DATE: chunk.write(time, 20_240_101 + n % 28); break;
                    case TIMESTAMP: chunk.write(time, n * 1000L); break;
                    default: chunk.write(time, binary(TYPES[column], n)); break;
                }
            }
            chunk.writeToFileWriter(writer);
        }
    }

    private static MeasurementSchema schema(int column, CompressionType compression) {
        String name = column == 1 ? "`m.1`" : "c" + column;
        TSEncoding encoding;
        switch (TYPES[column]) {
            case BOOLEAN: encoding = TSEncoding.RLE; break;
            case INT32: case INT64: case DATE: case TIMESTAMP: encoding = TSEncoding.TS_2DIFF; break;
            case FLOAT: case DOUBLE: encoding = TSEncoding.GORILLA; break;
            default: encoding = TSEncoding.PLAIN; break;
        }
        return new MeasurementSchema(name, TYPES[column], encoding, compression);
    }

    private static Binary binary(TSDataType type, int n) {
        switch (type) {
            case TEXT: return new Binary("t" + n, StandardCharsets.UTF_8);
            case STRING: return new Binary("s\u00e4" + n % 5, StandardCharsets.UTF_8);
            default: return new Binary(new byte[] {(byte) n, (byte) (n + 1)});
        }
    }
}
