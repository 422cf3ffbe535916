package dev.seisei.core.train;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.PlanBuilder;
import dev.seisei.engine.plan.Precision;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A compiled training step over a {@link TrainingState}.
 *
 * <p>Not thread-safe.
 */
public final class TrainingStep implements AutoCloseable {
  private final String loss;
  private final int runs;
  private final Plan plan;

  /** Moves the parameters, where several runs come before it. */
  private final @Nullable Plan step;

  /**
   * How a step is computed; none of this changes what it does, but for rounding.
   *
   * @param batch size of a run's batch
   * @param runs whose gradients make one step
   * @param precision in which products are computed
   * @param memoryBudget most bytes that the plan may hold for itself; 0 for no bound
   */
  public record Effort(long batch, int runs, Precision precision, long memoryBudget) {
    /** One run a step, in any memory. */
    public Effort(long batch, Precision precision) {
      this(batch, 1, precision, 0);
    }
  }

  /**
   * A step of one run.
   *
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
    this(graph, loss, state, optimizer, new Effort(batch, precision));
  }

  /**
   * A step of one run or several.
   *
   * @param graph with the loss, a mean over the batch, among its outputs
   * @param state that the step changes; not closed with this
   * @param optimizer sets optimizer, schedule and average
   */
  public TrainingStep(
      Graph graph,
      String loss,
      TrainingState state,
      UnaryOperator<Training> optimizer,
      Effort effort) {
    this.loss = loss;
    this.runs = effort.runs();
    Training training =
        optimizer.apply(Training.of(graph, loss, state.parameters(), state.state()));
    if (runs == 1) {
      plan = compile(training.graph(), state, effort);
      step = null;
      return;
    }
    Training.Accumulation accumulation = training.accumulated(runs);
    plan = compile(accumulation.gradients(), state, effort);
    boolean compiled = false;
    try {
      step = compile(accumulation.step(), state, new Effort(effort.batch(), effort.precision()));
      compiled = true;
    } finally {
      if (!compiled) {
        plan.close();
      }
    }
  }

  private static Plan compile(Graph graph, TrainingState state, Effort effort) {
    PlanBuilder builder =
        Plan.of(graph)
            .parameters(state.parameters())
            .state(state.state())
            .device(state.device())
            .precision(effort.precision())
            .bind("batch", effort.batch());
    return effort.memoryBudget() > 0
        ? builder.memoryBudget(effort.memoryBudget()).compile()
        : builder.compile();
  }

  /** The plan, whose inputs take the batch of a run. */
  public Plan plan() {
    return plan;
  }

  /** Takes a step of one run over the batch in the plan's inputs, and returns its loss. */
  public double run() {
    return run(each -> {});
  }

  /**
   * Takes a step.
   *
   * @param fill writes the batch of each run of this step, from 0, into the plan's inputs
   * @return the mean of the runs' losses
   */
  public double run(IntConsumer fill) {
    double sum = 0;
    for (int i = 0; i < runs; i++) {
      fill.accept(i);
      plan.run();
      sum += plan.output(loss).getDouble(0);
    }
    if (step != null) {
      step.run();
    }
    return sum / runs;
  }

  @Override
  public void close() {
    plan.close();
    if (step != null) {
      step.close();
    }
  }
}
