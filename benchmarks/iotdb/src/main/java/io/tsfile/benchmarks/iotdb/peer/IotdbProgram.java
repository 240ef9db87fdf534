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
package io.tsfile.benchmarks.iotdb.peer;

import io.tsfile.benchmarks.iotdb.FlushProgram;
import io.tsfile.benchmarks.iotdb.Outcome;
import io.tsfile.benchmarks.iotdb.Readings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.iotdb.commons.path.PartialPath;
import org.apache.iotdb.db.exception.WriteProcessException;
import org.apache.iotdb.db.queryengine.plan.planner.plan.node.PlanNodeId;
import org.apache.iotdb.db.queryengine.plan.planner.plan.node.write.InsertTabletNode;
import org.apache.iotdb.db.storageengine.dataregion.flush.MemTableFlushTask;
import org.apache.iotdb.db.storageengine.dataregion.memtable.IMemTable;
import org.apache.iotdb.db.storageengine.dataregion.memtable.PrimitiveMemTable;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.apache.tsfile.write.writer.RestorableTsFileIOWriter;

/**
 * IoTDB's memtable and flush as a data node has them, without the node: no write-ahead log, no network, and the configuration
 * that it has without a file.
 */
public final class IotdbProgram extends FlushProgram {
    private static final String DATABASE = "root.bench";
    private static final String REGION = "1";

    private List<InsertTabletNode> tablets = List.of();

    /** Takes no arguments. */
    public static void main(String[] args) {
        // One of IoTDB's jars has a configuration for its own tests, which would be taken.
        System.setProperty("logback.configurationFile", "iotdb-benchmark-logback.xml");
        new IotdbProgram().serve();
    }

    @Override
    protected void load(Readings readings, boolean aligned) {
        String[] names = new String[Readings.FIELDS];
        TSDataType[] types = new TSDataType[Readings.FIELDS];
        MeasurementSchema[] schemas = new MeasurementSchema[Readings.FIELDS];
        for (int field = 0; field < names.length; field++) {
            names[field] = Readings.field(field);
            types[field] = TSDataType.DOUBLE;
            // What the server takes for a column of which the user says no more than the type.
            schemas[field] = new MeasurementSchema(names[field], types[field], TSEncoding.GORILLA, CompressionType.LZ4);
        }
        tablets = new ArrayList<>();
        for (int device = 0; device < Readings.DEVICES; device++) {
            Object[] columns = new Object[names.length];
            for (int field = 0; field < columns.length; field++) {
                columns[field] = readings.values(device, field);
            }
            tablets.add(new InsertTabletNode(
                    new PlanNodeId(""),
                    new PartialPath(Readings.device(device).split("\\.", -1)),
                    aligned,
                    names,
                    types,
                    schemas,
                    readings.times(device),
                    null,
                    columns,
                    Readings.ROWS));
        }
    }

    @Override
    protected Outcome run(Path folder, boolean stagesApart)
            throws WriteProcessException, IOException, ExecutionException, InterruptedException {
        long start = System.nanoTime();
        IMemTable table = new PrimitiveMemTable(DATABASE, REGION);
        for (int row = 0; row < Readings.ROWS; row += Readings.BATCH) {
            for (InsertTabletNode tablet : tablets) {
                insert(table, tablet, row, row + Readings.BATCH);
            }
        }
        long inserted = System.nanoTime();
        Path file = folder.resolve("peer.tsfile");
        try (RestorableTsFileIOWriter writer = new RestorableTsFileIOWriter(file.toFile())) {
            SteppedFlush steps = new SteppedFlush(writer);
            if (stagesApart) {
                steps.flush(table);
            } else {
                new MemTableFlushTask(table, writer, DATABASE, REGION).syncFlushMemTable();
            }
            steps.finish();
            long end = System.nanoTime();
            // Arrays go back to a pool, from which the next memtable takes them.
            table.release();
            return new Outcome(
                    inserted - start, end - inserted, steps.sortNanos(), steps.encodeNanos(), steps.ioNanos(), file);
        }
    }

    private static void insert(IMemTable table, InsertTabletNode tablet, int from, int to)
            throws WriteProcessException {
        if (tablet.isAligned()) {
            table.insertAlignedTablet(tablet, from, to, null);
        } else {
            table.insertTablet(tablet, from, to);
        }
    }
}
