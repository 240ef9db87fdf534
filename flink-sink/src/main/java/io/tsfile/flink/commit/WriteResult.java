package io.tsfile.flink.commit;

import io.tsfile.core.model.DataFile;
import java.util.List;

/**
 * The files that a writer closed together: complete and durable, their versions open but for the order. A writer's results
 * come in the order in which it closed them.
 *
 * @param files at least one
 */
public record WriteResult(List<DataFile> files) {}
