package dev.seisei.engine.plan;

import dev.seisei.engine.memory.ByteSize;

/**
 * What a plan needs memory for, in bytes.
 *
 * @param arena the block that temporary values share
 * @param live how much of that is alive at the worst moment: no arrangement could take less
 * @param peak which kernel runs then, as {@link Plan#explain} numbers and shows it
 * @param kept what outlives a run: values computed once, weights in the layouts of kernels
 * @param inputs the inputs, and numbers that the graph names
 * @param scratch working memory of kernels, which all share
 * @param state states that the plan reads or updates, optimizer slots among them; other plans may
 *     share them
 * @param parameters the store's memory, which other plans share
 * @param recomputed how many values are computed a second time, for a {@linkplain
 *     PlanBuilder#memoryBudget memory budget}
 */
public record MemoryUse(
    long arena,
    long live,
    String peak,
    long kept,
    long inputs,
    long scratch,
    long state,
    long parameters,
    int recomputed) {
  /** What the plan holds for itself, which is what {@link PlanBuilder#memoryBudget} bounds. */
  public long total() {
    return arena + kept + inputs + scratch;
  }

  /** The parts, for people. */
  @Override
  public String toString() {
    return "arena "
        + ByteSize.show(arena)
        + " (at least "
        + ByteSize.show(live)
        + (peak.isEmpty() ? "" : ", alive at " + peak)
        + "), kept "
        + ByteSize.show(kept)
        + ", inputs "
        + ByteSize.show(inputs)
        + ", scratch "
        + ByteSize.show(scratch)
        + "; state "
        + ByteSize.show(state)
        + ", parameters "
        + ByteSize.show(parameters)
        + (recomputed == 0 ? "" : "; " + recomputed + " values computed twice");
  }
}
