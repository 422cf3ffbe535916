package dev.seisei.core.train;

import dev.seisei.engine.plan.Plan;

/** The batches of a training, each a function of seed and step. */
public interface Batches {
  /** Steps of a pass over the examples. */
  long perEpoch();

  /** Writes the batch of a step (the first is 0) into a plan's inputs. */
  void fill(Plan plan, long step);
}
