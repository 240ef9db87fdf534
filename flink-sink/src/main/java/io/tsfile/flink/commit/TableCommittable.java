package io.tsfile.flink.commit;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.table.CommitId;
import java.util.List;
import java.util.UUID;

/**
 * What one checkpoint adds to a table.
 *
 * @param table the table it was made for; one made later in the same folder is another one
 * @param id what makes it happen once (L3)
 * @param sealedAtMillis when it was made, in milliseconds since the epoch
 * @param files of all writers, with orders that are right within this commit
 */
public record TableCommittable(UUID table, CommitId id, long sealedAtMillis, List<DataFile> files) {}
