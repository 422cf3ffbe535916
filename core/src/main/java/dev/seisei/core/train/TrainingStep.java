package dev.seisei.core.train;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import java.util.function.UnaryOperator;

/**
 * A compiled training step over a {@link TrainingState}.
 *
 * <p>Not thread-safe.
 */
public final class TrainingStep implements AutoCloseable {
  private final String loss;
  private final Plan plan;

  /**
   * @param graph with the loss among its outputs
   * @param state that the step changes; not closed with this
   * @param optimizer sets optimizer, schedule and average
   * @param batch size of the step's batch
   * @param precision in which products are computed
   */
  public TrainingStep(
      Graph graph,
      String loss,
      TrainingState state,
      UnaryOperator<Training> optimizer,
      long batch,
      Precision precision) {
    this.loss = loss;
    Training training =
        optimizer.apply(Training.of(graph, loss, state.parameters(), state.state()));
    plan =
        Plan.of(training.graph())
            .parameters(state.parameters())
            .state(state.state())
            .device(state.device())
            .precision(precision)
            .bind("batch", batch)
            .compile();
  }

  /** The plan, whose inputs take the batch. */
  public Plan plan() {
    return plan;
  }

  /** Takes a step over the batch in the plan's inputs, and returns its loss. */
  public double run() {
    plan.run();
    return plan.output(loss).getDouble(0);
  }

  @Override
  public void close() {
    plan.close();
  }
}
