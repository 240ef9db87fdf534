package io.tsfile.flink.commit;

import io.tsfile.flink.bytes.ModelBytes;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes what writers tell the aggregator. */
public final class WriteResultSerializer implements SimpleVersionedSerializer<WriteResult> {
    private static final int VERSION = 1;
    private static final int INITIAL_BYTES = 512;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(WriteResult value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
        ModelBytes.writeFiles(value.files(), out);
        return out.getCopyOfBuffer();
    }

    @Override
    public WriteResult deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException("Cannot read a writer's result of version " + version + ": this release reads version " + VERSION
                    + "; restore the job with the release that wrote it");
        }
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        return new WriteResult(ModelBytes.readFiles(in));
    }
}
