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

import io.tsfile.benchmarks.merge.Answer;
import io.tsfile.benchmarks.merge.FileList;
import io.tsfile.benchmarks.merge.MergeProgram;
import io.tsfile.benchmarks.process.ProgramProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iotdb.db.conf.IoTDBDescriptor;
import org.apache.iotdb.db.storageengine.dataregion.compaction.execute.performer.impl.FastCompactionPerformer;
import org.apache.iotdb.db.storageengine.dataregion.compaction.execute.task.subtask.FastCompactionTaskSummary;
import org.apache.iotdb.db.storageengine.dataregion.compaction.schedule.CompactionTaskManager;
import org.apache.iotdb.db.storageengine.dataregion.tsfile.TsFileResource;
import org.apache.iotdb.db.storageengine.dataregion.tsfile.TsFileResourceStatus;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TimeseriesMetadata;
import org.apache.tsfile.read.TsFileSequenceReader;

/**
 * IoTDB's compaction of sequence files with late ones as a data node has it, without the node: the fast performer with the
 * configuration that it has without a file, but without its limit of the bytes written a second. What a node does around it is
 * left out: modifications, indexes of files, moving and validating the outputs, waiting until they are durable.
 */
public final class IotdbCompaction extends MergeProgram {
    private static final String DATABASE = "root.sensors";

    /** Takes no arguments. */
    public static void main(String[] args) {
        // One of IoTDB's jars has a configuration for its own tests, which would be taken.
        System.setProperty("logback.configurationFile", "iotdb-benchmark-logback.xml");
        new IotdbCompaction().serve();
    }

    @Override
    protected Answer compact(Path folder) throws Exception {
        start();
        Path node = folder.resolve("node");
        ProgramProcess.delete(node);
        FileList files = FileList.read(folder);
        List<TsFileResource> sequence = resources(node, "sequence", files.sequence(), 1);
        List<TsFileResource> late =
                resources(node, "unsequence", files.late(), files.sequence().size() + 1);
        List<TsFileResource> targets = new ArrayList<>();
        for (TsFileResource resource : sequence) {
            String path = resource.getTsFilePath().replace("-0-0.tsfile", "-0-1.cross");
            targets.add(new TsFileResource(new File(path), TsFileResourceStatus.COMPACTING));
        }
        FastCompactionPerformer performer = new FastCompactionPerformer(true);
        performer.setSourceFiles(sequence, late);
        performer.setTargetFiles(targets);
        performer.setSummary(new FastCompactionTaskSummary());
        long start = System.nanoTime();
        performer.perform();
        long nanos = System.nanoTime() - start;
        return new Answer(
                nanos,
                0,
                targets.stream().map(target -> target.getTsFile().toPath()).toList());
    }

    private static void start() {
        // The manager reads it once, before it starts.
        IoTDBDescriptor.getInstance().getConfig().setCompactionWriteThroughputMbPerSec(0);
        if (!CompactionTaskManager.getInstance().isInit()) {
            CompactionTaskManager.getInstance().start();
        }
    }

    /** Links files to where a node has its own, and says what a node knows of them. */
    private static List<TsFileResource> resources(Path node, String space, List<Path> files, int version)
            throws IOException {
        Path folder = node.resolve(space).resolve(DATABASE).resolve("1").resolve("0");
        Files.createDirectories(folder);
        List<TsFileResource> resources = new ArrayList<>();
        for (Path file : files) {
            int number = version + resources.size();
            Path link = folder.resolve(number + "-" + number + "-0-0.tsfile");
            Files.createLink(link, file);
            TsFileResource resource = new TsFileResource(link.toFile(), TsFileResourceStatus.COMPACTING);
            try (TsFileSequenceReader reader = new TsFileSequenceReader(file.toString())) {
                for (IDeviceID device : reader.getAllDevices()) {
                    for (TimeseriesMetadata series :
                            reader.readDeviceMetadata(device).values()) {
                        resource.updateStartTime(device, series.getStatistics().getStartTime());
                        resource.updateEndTime(device, series.getStatistics().getEndTime());
                    }
                }
            }
            resources.add(resource);
        }
        return resources;
    }
}
