package io.tsfile.flink.stage;

/**
 * A stage's message: a series and the drain interval that it belongs to.
 *
 * <p>The interval travels with the series because a barrier alone does not tell the writer when to close its files: the
 * buffer may have passed barrier n, and begun a new set of files, when the checkpoint is aborted and the writer skips its
 * part of it. Series of different intervals never share a file.
 *
 * @param interval ascends with every checkpoint that the buffer took part in; starts anew with the job
 * @param series what the stage made
 */
public record Staged<T>(long interval, T series) {}
